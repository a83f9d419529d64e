"""Likely same events among the rows of a sheet and the database: shown, never merged or dropped."""

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from incidents.choices import OUT_OF_PLAY
from incidents.duplicates import ANSWERED_AT, NEARBY_KM, SHOWN_AT, SUBDISTRICT, account_of, compared
from incidents.models import Incident
from places.coordinates import distance_km

A_DAY = timedelta(days=1)


class LookAlikes:
    """Compares new rows with the rows before them and with what is stored, in sets.

    `waiting` are the new incidents that somebody must answer for first; they stay drafts.
    """

    def __init__(self, user):
        self.user = user
        self.by_day = defaultdict(list)  # day → (words for it, account)
        self.known, self.fetched = set(), set()
        self.waiting = {}

    def compare(self, rows):
        """Look at the new incidents of these rows; call once for each row, in their order."""
        new = [row for row in rows if row.verdict == "new"]
        self.fetch([row.plan.case for row in new])
        for row in new:
            case = row.plan.case
            mine = account_of(case)
            for words, other in self.around(mine):
                score, reasons = compared(mine, other)
                if score >= SHOWN_AT:
                    self.tell(row, words, score, reasons)
            self.remember(mine, _("row %(n)d") % {"n": row.number}, row.values.get("external_id"))
            self.known.add(case.pk)

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

    def around(self, account):
        """What is known of the same or a neighbouring day and the same neighbourhood."""
        for day in days_around(account.first, account.last):
            for words, other in self.by_day[day]:
                if near(account.place, other.place):
                    yield words, other

    def remember(self, account, words, number=""):
        label = f"{words} ({number})" if number else words
        self.by_day[account.first].append((label, account))

    def fetch(self, cases):
        """Stored incidents of the days around these, each day once for the whole sheet."""
        days = {day for case in cases for day in days_around(case.occurred_on, case.until)}
        stored = (
            Incident.objects.visible_to(self.user)
            .filter(occurred_on__in=days - self.fetched)
            .exclude(status__in=OUT_OF_PLAY)
            .select_related("place")
            .prefetch_related("sources", "files", "attributions")
            .with_toll()
        )
        self.fetched |= days
        for incident in stored:
            if incident.pk not in self.known:
                self.known.add(incident.pk)
                self.remember(account_of(incident), incident.ref)

    def refusal(self, incident, records):
        """The set-based twin of `steps.ready_to_submit` for an incident just made from a row."""
        if incident.pk in self.waiting:
            facts = {"refs": self.waiting[incident.pk]}
            return _("Say whether this is the same event as %(refs)s.") % facts
        return ""


def days_around(first, last):
    """The days from the one before the first to the one after the last."""
    return [first + n * A_DAY for n in range(-1, (last - first).days + 2)]


@lru_cache(10_000)
def subdistrict_of(path):
    return path.split("/")[:SUBDISTRICT]


def near(one, other):
    """The same subdistrict, or towns within reach of each other."""
    if subdistrict_of(one.path) == subdistrict_of(other.path):
        return True
    if one.latitude is None or other.latitude is None:
        return False
    return distance_km(one, other) <= NEARBY_KM
