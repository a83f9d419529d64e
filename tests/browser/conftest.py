"""A real Chromium before the live site: people signed in, and every complaint of the console."""

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Device, User
from tests import factories
from tests.chromium import CHROMIUM, FLAGS, SIZES, close, listen


@pytest.fixture
def demo(transactional_db):
    """The first day with a few invented cases, in the database that the live site reads."""
    factories.empty_house()
    call_command("load_demo", incidents=12, tickets=12, verbosity=0)


@pytest.fixture
def complaints():
    """What consoles said, as (address, words); a test may look before the end."""
    said = []
    yield said
    assert said == []


@pytest.fixture
def desk_of(chromium, live_server, demo, complaints):
    """`desk_of("reviewer", size=…, language=…)`: a page of that person; None is not signed in.

    Without `scripts` the browser runs none, as on a line where they never arrived.
    """
    contexts = []

    def opened(username=None, *, size="desk", language="en", scripts=True):
        # Without motion a colour is there at once: axe would measure the middle of a transition.
        context = chromium.new_context(
            viewport=SIZES[size], reduced_motion="reduce", java_script_enabled=scripts
        )
        contexts.append(context)
        cookies = {"django_language": language}
        if username:
            client = Client()
            client.force_login(User.objects.get(username=username))
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": name, "value": text, "url": live_server.url}
                for name, text in cookies.items()
            ]
        )
        page = context.new_page()
        listen(page, complaints)
        return page

    yield opened
    close(contexts)


SLOWLY = 40_000  # milliseconds that a bad line may take


@pytest.fixture
def phone(chromium, live_server, signed_in, cast, tmp_path, settings):
    """`phone(site)` starts a browser of the coordinator's; its profile survives its death.

    `person` is another's, `flags` are more of Chromium's own, `options` of Playwright's.
    """
    settings.PLAIN_STATIC = False  # as for people: what was kept is not asked for again
    opened = []

    def start(site=live_server.url, *, person=cast.coordinator, flags=(), **options):
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=str(CHROMIUM),
            args=[*FLAGS, *flags],
            viewport=SIZES["phone"],
            reduced_motion="reduce",
            **options,
        )
        opened.append(context)
        client = signed_in(person)
        session = client.session
        session["device"] = str(Device.objects.get_or_create(person=person)[0].pk)
        session.save()
        context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": site}])
        context.set_default_timeout(SLOWLY)
        return context

    start.profile = tmp_path / "profile"
    yield start
    close(opened)
