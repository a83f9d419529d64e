"""The demo people, named by role, with their organisation and teams."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import Organisation, User
from config.demo.facts import ZONE
from ordnance.models import Team
from places.models import Area

PASSWORD = "aftermath-demo"  # noqa: S105 - printed on purpose, and only where the demo was asked for
ORGANISATION = {
    "name_en": "Syrian Civil Defence",
    "name_ar": "الدفاع المدني السوري",
    "attribution": "the Syrian Civil Defense (White Helmets)",
    "attribution_ar": "الدفاع المدني السوري (الخوذ البيضاء)",
    "time_zone": ZONE,
    "answers_public": True,
    "public_phone": "+000 000 111",  # nobody's
    "operations_phone": "+000 000 000",  # nobody's
}
AREAS = ("SY02", "SY07")

# fmt: off
PEOPLE = (
    # username       role                  shown as
    ("coordinator",  "coordinator",        ("Coordinator,", "west Aleppo")),
    ("reviewer",     "reviewer",           ("Reviewer,", "west Aleppo")),
    ("publisher",    "publisher",          ("Publisher", "")),
    ("dispatcher",   "dispatcher",         ("Dispatcher,", "operations")),
    ("teamleader",   "team_leader",        ("Team leader,", "Atarib 1")),
    ("quality",      "quality_reviewer",   ("Quality reviewer", "")),
    ("data",         "data_manager",       ("Data manager", "")),
    ("viewer",       "viewer",             ("Viewer", "")),
    ("admin",        "administrator",      ("Administrator", "")),
    # The two-person rules need somebody else now and then.
    ("coordinator2", "coordinator",        ("Coordinator,", "Idlib")),
    ("reviewer2",    "reviewer",           ("Reviewer,", "Idlib")),
    ("teamleader2",  "team_leader",        ("Team leader,", "Idlib 1")),
    ("protection",   "protection_officer", ("Protection officer", "")),
)
TEAMS = (
    # name                 base     level  IEDs   members
    ("UXO team Atarib 1",  "C1022", 4,     True,  ("teamleader",)),
    ("UXO team Idlib 1",   "C3871", 3,     False, ("teamleader2",)),
    ("UXO team Sarmada 1", "C4121", 3,     True,  ("teamleader", "teamleader2")),
)
# fmt: on
USERNAMES = tuple(username for username, _role, _shown in PEOPLE)


def load_people():
    """Make who is missing, leave who is there; returns {username: person}."""
    organisation, made = Organisation.objects.get_or_create(
        name_en=ORGANISATION["name_en"], defaults=ORGANISATION
    )
    if made:
        organisation.areas.set(Area.objects.filter(pcode__in=AREAS))
    password = make_password(PASSWORD)  # slow on purpose, so once for all
    people = {
        username: load_person(username, role, shown, organisation, password)
        for username, role, shown in PEOPLE
    }
    for team in TEAMS:
        load_team(organisation, people, *team)
    return people


def load_person(username, role, shown, organisation, password):
    first_name, last_name = shown
    person, made = User.objects.get_or_create(
        username=username,
        defaults={
            "password": password,
            "organisation": organisation,
            "first_name": first_name,
            "last_name": last_name,
            "is_staff": role == "administrator",
        },
    )
    if made:
        person.groups.add(Group.objects.get(name=role))
    return person


def load_team(organisation, people, name, base, level, ieds, members):
    team, made = Team.objects.get_or_create(
        organisation=organisation,
        name=name,
        defaults={
            "base": Area.objects.get(pcode=base),
            "eod_level": level,
            "ied_skill": ieds,
        },
    )
    if made:
        team.members.set([people[username] for username in members])


def strangers():
    """People who are none of ours: where one exists, the database is somebody's own."""
    return User.objects.exclude(username__in=USERNAMES)
