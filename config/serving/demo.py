"""The demo at a start: loaded where load_demo allows it, its people told wherever they exist."""

from django.core.management import CommandError, call_command

from accounts.models import User
from config.demo.people import PEOPLE


def load() -> str:
    """Load the demo; the sentence of its refusal, where it refuses, is no reason not to serve."""
    try:
        call_command("load_demo", verbosity=0)
    except CommandError as refusal:
        return str(refusal)
    return "The demo is loaded."


def present_people() -> list[tuple[str, str]]:
    """The demo people who may sign in, as (user name, role)."""
    found = User.objects.filter(is_active=True).values_list("username", flat=True)
    names = set(found)
    return [(name, role.replace("_", " ")) for name, role, _ in PEOPLE if name in names]
