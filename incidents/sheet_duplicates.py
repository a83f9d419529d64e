"""Likely same events among the rows of a sheet and the database: shown, never merged or dropped."""

from datetime import timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from incidents.choices import OUT_OF_PLAY
from incidents.duplicates import ANSWERED_AT, NEARBY_KM, SHOWN_AT, SUBDISTRICT, account_of, compared
from incidents.models import Incident
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
        self.filed = {}  # key of a town → {day: [(turn, account, whose, number)]}
        self.towns, self.around = {}, {}  # key → the town; key → keys of the towns around
        self.turn = 0
        self.known, self.fetched = set(), set()
        self.waiting = {}

    def compare(self, rows):
        """Look at the new incidents of these rows; call once for each row, in their order."""
        new = [row for row in rows if row.verdict == "new"]
        self.fetch([row.plan.case for row in new])
        for row in new:
            case = row.plan.case
            mine = account_of(case)
            self.settle(mine.place)
            for _day, _turn, whose, number, (score, reasons) in self.likely(mine):
                self.tell(row, label_of(whose, number), score, reasons)
            self.remember(mine, row.number, row.values.get("external_id"))
            self.known.add(case.pk)

    def likely(self, mine):
        """(day, turn, whose, number, what `compared` says) of those worth showing, in order."""
        found = []
        days = days_around(mine.first, mine.last)
        for town in self.around[mine.place.pk]:
            on_days = self.filed[town]
            for day in days:
                for turn, other, whose, number in on_days.get(day, ()):
                    said = compared(mine, other, SHOWN_AT)
                    if said and said[0] >= SHOWN_AT:
                        found.append((day, turn, whose, number, said))
        return sorted(found, key=itemgetter(0, 1))

    def tell(self, row, words, score, reasons):
        because = _(", ").join(str(sentence) for _points, sentence in reasons)
        facts = {"other": words, "because": because}
        if score < ANSWERED_AT:
            sentence = _("Perhaps the same event as %(other)s: %(because)s.")
            row.warn("", sentence % facts, "possible_duplicate")
            return
        sentence = _(
            "Likely the same event as %(other)s: %(because)s. It stays a draft until somebody "
            "answers whether it is."
        )
        row.warn("", sentence % facts, "likely_duplicate")
        self.waiting[row.plan.case.pk] = words

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

    def remember(self, account, whose, number=""):
        self.turn += 1
        on_days = self.filed[account.place.pk]
        on_days.setdefault(account.first, []).append((self.turn, account, whose, number))

    def fetch(self, cases):
        """Stored incidents of the days around these, each day once for the whole sheet."""
        days = {day for case in cases for day in days_around(case.occurred_on, case.until)}
        if days <= self.fetched:
            return
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
                self.remember(account_of(incident), incident.ref)

    def refusal(self, incident, records):
        """The set-based twin of `steps.ready_to_submit` for an incident just made from a row."""
        if incident.pk in self.waiting:
            facts = {"refs": self.waiting[incident.pk]}
            return _("Say whether this is the same event as %(refs)s.") % facts
        return ""


def label_of(whose, number):
    """A row of the sheet by its number and its own, a stored incident by its reference."""
    words = _("row %(n)d") % {"n": whose} if isinstance(whose, int) else whose
    return f"{words} ({number})" if number else words


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
