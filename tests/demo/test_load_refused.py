"""A load that is interrupted or refused leaves nothing half done."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from config.demo import invented_incidents
from incidents.models import Incident

pytestmark = pytest.mark.usefixtures("empty_house")


def load(incidents=0, **options):
    call_command("load_demo", incidents=incidents, tickets=0, verbosity=0, **options)


def test_a_load_that_was_killed_goes_on_where_it_was(monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(invented_incidents, "walk", stop_at_the_third())
        with pytest.raises(KeyboardInterrupt):
            load(incidents=5)
    assert Incident.objects.count() == 2
    load(incidents=5)
    assert Incident.objects.count() == 5 + 3 + Incident.objects.filter(status="merged").count()


def stop_at_the_third():
    walked, walk = [], invented_incidents.walk

    def stopping(desk, incident, *rest):
        walked.append(incident)
        if len(walked) == 3:
            raise KeyboardInterrupt
        return walk(desk, incident, *rest)

    return stopping


def test_it_refuses_a_database_of_ones_own_unless_told_twice(settings):
    settings.DATABASE_URL = "postgresql://db.example/after"
    with pytest.raises(CommandError, match="--yes-create-demo-people"):
        load()
    assert not User.objects.exists()
    load(yes_create_demo_people=True)
    assert User.objects.exists()


def test_it_refuses_beside_real_people_even_when_told_twice(settings, django_user_model):
    django_user_model.objects.create_user("layla")
    with pytest.raises(CommandError, match="layla"):
        load(yes_create_demo_people=True)
    assert User.objects.count() == 1
