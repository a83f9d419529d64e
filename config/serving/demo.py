"""The demo: when a start may load it, and the people it brings."""

from django.conf import settings
from django.contrib.auth import get_user_model

PASSWORD = "aftermath-demo"  # noqa: S105 - printed on purpose, and only where the demo was asked for
PEOPLE = {
    "coordinator": "logs incidents",
    "reviewer": "checks and verifies them",
    "publisher": "publishes them and issues the daily report",
    "dispatcher": "triages ordnance tickets and assigns teams",
    "teamleader": "marks, removes and destroys",
    "quality": "closes tickets whose balance adds up",
    "data": "imports and exports spreadsheets",
    "viewer": "reads",
    "admin": "keeps people and lists",
    "coordinator2": "a second coordinator",
    "reviewer2": "a second reviewer: nobody verifies alone",
    "teamleader2": "a second team leader",
    "protection": "sees what is restricted or hidden",
}


def why_not() -> str:
    """Why a start does not load the demo here, as a sentence; blank where it may."""
    if settings.DATABASE_URL:
        return (
            "The demo was not loaded: DATABASE_URL names a database of your own. "
            "manage.py load_demo --yes-create-demo-people loads it there all the same."
        )
    if get_user_model().objects.exclude(username__in=PEOPLE).exists():
        return "The demo was not loaded again: this database has people of your own."
    return ""


def present_people() -> dict[str, str]:
    """The demo people who exist and may sign in, with what each does."""
    found = get_user_model().objects.filter(username__in=PEOPLE, is_active=True)
    names = set(found.values_list("username", flat=True))
    return {name: work for name, work in PEOPLE.items() if name in names}
