"""The sheet of the bench: rows that no war has seen, the same in every run, and who brings them."""

import csv
import random
from datetime import date, timedelta

from django.contrib.auth.models import Group

from accounts.models import Organisation, User
from incidents.sheet_parts import Parties
from places import gazetteer
from places.models import Area

SEED = 28
FIRST_DAY = date(2015, 1, 1)
A_DAY_HAS = 31  # incidents: a longer sheet covers more days, as a longer war does
DAYS_AT_LEAST = 320
HEADERS = [
    "external_id", "date", "time", "governorate", "pcode", "site", "lat", "lon", "geo_precision",
    "weapon", "party", "killed", "killed children", "killed women", "killed men", "injured",
    "injured children", "injured women", "injured men", "missing", "damage", "source", "title",
    "notes", "sensitivity",
]  # fmt: skip
WEAPONS = ("غارة جوية", "artillery", "راجمة صواريخ", "drone_strike", "قصف مدفعي", "mortar")
PARTIES = ("النظام", "روسيا", "")
SOURCES = ("الدفاع المدني", "local activist", "SNHR", "عنب بلدي")


def person():
    """The data manager of the bench, made once."""
    organisation, _made = Organisation.objects.get_or_create(name_en="Bench")
    by, made = User.objects.get_or_create(username="bench", organisation=organisation)
    if made:
        by.groups.add(Group.objects.get(name="data_manager"))
    return User.objects.get(pk=by.pk)


def towns():
    if not Area.objects.filter(level=Area.Level.COMMUNITY).exists():
        gazetteer.take_in(gazetteer.read_rows())
    named = Area.objects.with_parents().filter(level=Area.Level.COMMUNITY, latitude__isnull=False)
    return list(named.order_by("pcode")[:300])


def parties():
    """The site knows the parties of its sheets, as it knows its towns."""
    known = Parties()
    for word in filter(None, PARTIES):
        codes, _unknown = known.read(word)
        known.actor(*codes, make=True)


def rows(count):
    chance, areas = random.Random(SEED), towns()  # noqa: S311
    days = max(DAYS_AT_LEAST, count // A_DAY_HAS)
    return (row(n, chance, chance.choice(areas), days) for n in range(count))


def row(n, chance, area, days):
    killed, injured = chance.randint(0, 9), chance.randint(0, 30)
    day = FIRST_DAY + timedelta(days=chance.randint(0, days))
    children, women = chance.randint(0, killed), chance.randint(0, injured)
    return [
        f"B-{n}", day.isoformat(), f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
        str(area.ancestor(1) or ""), area.pcode, chance.choice(("", "main road", "السوق")),
        f"{area.latitude:.6f}", f"{area.longitude:.6f}", "town", chance.choice(WEAPONS),
        chance.choice(PARTIES), killed, children, "", killed - children, injured, "", women, "",
        chance.choice(("", "", "1")), chance.choice(("", "منازل", "سوق؛ جامع")),
        chance.choice(SOURCES), f"Incident {n}", "حصيلة غير نهائية", "internal",
    ]  # fmt: skip


def write_csv(path, count):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADERS, *rows(count)])
