"""Likely same events among the rows of a sheet and the database: shown, never merged or dropped."""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from casework.sentences import say as _
from casework.sentences import source_of
from exchange import resting
from exchange.rows import DIFFERENT, NOTE, WARNING
from incidents.choices import OUT_OF_PLAY
from incidents.duplicates import ANSWERED_AT, NEARBY_KM, SHOWN_AT, SUBDISTRICT, account_of, compared
from incidents.models import Incident
from incidents.review import DuplicateAnswer
from incidents.sheet_sources import key_of
from places.coordinates import distance_km

A_DAY = timedelta(days=1)
AT_ONCE = 1000  # stored incidents fetched together
KM_OF_A_DEGREE = 111.19  # of latitude: two points are never nearer than this makes them


class LookAlikes:
    """Compares new rows with the rows before them and with what is stored, in sets.

    An account is filed under its town and its first day, and meets only those of the towns around
    and the days around. `waiting` are the new incidents that somebody must answer for first; they
    stay drafts.
    """

    def __init__(self, user):
        self.user = user
        self.filed = {}  # key of a town → {day: what is compared}
        self.towns, self.around = {}, {}  # key → the town; key → keys of the towns around
        self.turn, self.once = 0, {}
        self.known, self.fetched = set(), set()
        self.states = {}  # {day: state} of what was fetched, as it was just before
        self.waiting = {}

    def compare(self, rows):
        """Look at the new incidents of these rows; call once for each row, in their order."""
        new = [row for row in rows if row.verdict == "new"]
        self.fetch([row.plan.case for row in new])
        for row in new:
            case = row.plan.case
            mine = account_of(case)
            self.settle(mine.place)
            for _day, _turn, other, said in self.likely(mine):
                self.tell(row, other, *said)
            number = row.values.get("external_id")
            self.remember(row.number, number, case.pk, case.weapon, self.lean(mine))
            self.known.add(case.pk)

    def likely(self, mine):
        """(day, turn, other, what `compared` says) of those worth showing, in order."""
        found = []
        days = days_around(mine.first, mine.last)
        for town in self.around[mine.place.pk]:
            on_days = self.filed[town]
            for day in days:
                for other in on_days.get(day, ()):
                    said = compared(mine, other.account, SHOWN_AT)
                    if said and said[0] >= SHOWN_AT:
                        found.append((day, other.turn, other, said))
        return sorted(found, key=itemgetter(0, 1))

    def tell(self, row, other, score, reasons):
        facts = {"other": other.label, "because": [sentence for _points, sentence in reasons]}
        beside = {
            "other": key_of(other.whose),
            "score": score,
            "beside": dict(zip(SUMMARY, other.summary, strict=True)),
            "because": [source_of(sentence) for _points, sentence in reasons],
        }
        if other.whose in row.answers.get(DIFFERENT, ()):
            self.keep_both(row, other, score, beside)
        elif score < ANSWERED_AT:
            sentence = _("Perhaps the same event as %(other)s: %(because)s.")
            row.add(WARNING, "", sentence % facts, "possible_duplicate", **beside)
        else:
            sentence = _(
                "Likely the same event as %(other)s: %(because)s. It stays a draft until somebody "
                "answers whether it is."
            )
            row.add(WARNING, "", sentence % facts, "likely_duplicate", **beside)
            self.waiting[row.plan.case.pk] = other.label

    def keep_both(self, row, other, score, beside):
        """A person said that these are two events: the answer is written with the incident."""
        row.add(NOTE, "", _("Kept beside %(other)s: another event, as a person said.")
                % {"other": other.label}, DIFFERENT, **beside)  # fmt: skip
        row.plan.records.append(
            DuplicateAnswer(
                incident=row.plan.case,
                other_id=other.key,
                verdict=DuplicateAnswer.Verdict.DIFFERENT,
                score=score,
            )
        )

    def settle(self, area):
        """Find once which of the towns named so far lie around a town."""
        if area.pk in self.towns:
            return
        town = Town.of(area)
        self.towns[area.pk], self.filed[area.pk], self.around[area.pk] = town, {}, []
        for key, other in self.towns.items():
            if near(town, other):
                self.around[area.pk].append(key)
                if key != area.pk:
                    self.around[key].append(area.pk)

    def lean(self, account):
        """The account as it is kept until the sheet ends: what many say alike is there once."""
        alike = {name: getattr(account, name) for name in ALIKE}
        once = {name: self.once.setdefault(value, value) for name, value in alike.items()}
        return replace(account, **once, marks=tuple(account.marks))

    def remember(self, *facts):
        self.turn += 1
        other = Other(self.turn, *facts)
        on_days = self.filed[other.account.place.pk]
        on_days.setdefault(other.account.first, []).append(other)

    def fetch(self, cases):
        """Stored incidents of the days around these, each day once for the whole sheet."""
        days = {day for case in cases for day in days_around(case.occurred_on, case.until)}
        if days <= self.fetched:
            return
        self.states |= states_of(days - self.fetched)
        stored = (
            Incident.objects.visible_to(self.user)
            .filter(occurred_on__in=days - self.fetched)
            .exclude(status__in=OUT_OF_PLAY)
            .select_related("place")
            .prefetch_related("sources", "files", "attributions")
            .with_toll()
        )
        self.fetched |= days
        for incident in stored.iterator(chunk_size=AT_ONCE):
            if incident.pk not in self.known:
                self.known.add(incident.pk)
                self.settle(incident.place)
                account = self.lean(account_of(incident))
                self.remember(incident.ref, "", incident.pk, incident.weapon, account)

    def refusal(self, incident, records):
        """The set-based twin of `steps.ready_to_submit` for an incident just made from a row."""
        if incident.pk in self.waiting:
            facts = {"refs": self.waiting[incident.pk]}
            return _("Say whether this is the same event as %(refs)s.") % facts
        return ""


def states_of(days):
    """{day: state} of the incidents of these days, whoever may see them."""
    rows = Incident._base_manager.filter(occurred_on__in=days)
    return dict.fromkeys(map(str, days), "") | resting.states(rows, "occurred_on")


class Other(NamedTuple):
    """What a row is compared with, in its turn: another row by its number and its own number, or a
    stored incident by its reference."""

    turn: int
    whose: int | str
    number: str
    key: object
    weapon: str
    account: object

    @property
    def summary(self):
        """What a person wants to see of it, in no language: names, day, code, bounds of figures."""
        said = self.account
        told = [(each.minimum, each.maximum) for each in (said.killed, said.injured)]
        return ((said.place.name_en, said.place.name_ar), said.first, self.weapon, *told)

    @property
    def label(self):
        words = _("row %(n)d") % {"n": self.whose} if isinstance(self.whose, int) else self.whose
        return f"{words} ({self.number})" if self.number else words


SUMMARY = ("place", "day", "weapon", "killed", "injured")
ALIKE = ("killed", "injured", "parties", "sites")


@lru_cache(10_000)
def days_around(first, last):
    """The days from the one before the first to the one after the last."""
    return [first + n * A_DAY for n in range(-1, (last - first).days + 2)]


class Town(NamedTuple):
    """Where a place is: its subdistrict, and its point as plain numbers."""

    subdistrict: list
    latitude: float | None
    longitude: float | None

    @classmethod
    def of(cls, area):
        point = (area.latitude, area.longitude)
        if area.latitude is not None:
            point = tuple(map(float, point))
        return cls(area.path.split("/")[:SUBDISTRICT], *point)


def near(one, other):
    """The same subdistrict, or towns within reach of each other."""
    if one.subdistrict == other.subdistrict:
        return True
    if one.latitude is None or other.latitude is None:
        return False
    if abs(one.latitude - other.latitude) * KM_OF_A_DEGREE > NEARBY_KM:
        return False
    return distance_km(one, other) <= NEARBY_KM
