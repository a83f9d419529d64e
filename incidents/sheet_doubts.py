"""What is odd in a row and may be right: warned of, and what a person must answer stays a draft."""

from casework.sentences import say as _
from exchange.cases import New
from exchange.placing import COLUMNS
from incidents import doubts
from incidents.ledger import Figure
from incidents.steps import POINT, lacks_precision


class Doubts:
    """Warns of what rows bring new. `waiting` are the new incidents that somebody must answer for
    first; they stay drafts."""

    def __init__(self):
        self.waiting = {}

    def tell(self, rows):
        """Call once for each row that has a plan."""
        for row in rows:
            new = isinstance(row.plan, New)
            tolls = tolls_of(row.plan.records if new else row.plan.additions)
            tell_of_tolls(row, tolls, new=new)
            tell_of_point(row, new=new)
            if new:
                self.ask(row, tolls)

    def ask(self, row, tolls):
        case = row.plan.case
        if doubts.is_large(case.place):
            sentence = _(
                "%(place)s is a large area. It stays a draft until somebody submits it with a "
                "word why no smaller one is known."
            )
            row.warn(column_of_place(row), sentence % {"place": case.place}, "large_area")
        if asked := doubts.asked_at_submission(case.place, tolls):
            self.waiting[case.pk] = " ".join(asked)

    def refusal(self, case, records):
        """The set-based twin of `steps.submitted` for an incident just made from a row."""
        return self.waiting.get(case.pk, "")


def tell_of_tolls(row, tolls, *, new):
    for ranges in tolls:
        for outcome, code, sentence in doubts.doubts_of(ranges):
            row.warn(str(outcome), waiting(sentence, code) if new else sentence, code)


def tell_of_point(row, *, new):
    if lacks_precision(row.plan.case) and (new or POINT.intersection(row.changes)):
        column = "latitude" if row.text("latitude") else "coordinates"
        sentence = _(
            "Nobody says how far the true spot may be from this point: a column “geo_precision” "
            "would. It is asked before the incident is verified."
        )
        row.note(column, sentence, "no_precision")


def waiting(sentence, code):
    """The sentence, and of very many people that the incident waits for a person."""
    if code != doubts.MANY_PEOPLE:
        return sentence
    waits = _(
        "%(n)d people killed and injured. It stays a draft until somebody submits it with a word "
        "that the numbers are right."
    )
    return waits % sentence.facts


def column_of_place(row):
    """The column that names the smallest area of the row."""
    return next((name for name in reversed(COLUMNS) if row.text(name)), "")


def tolls_of(records):
    """The {(outcome, group): Range} of each report among unsaved records."""
    tolls = {}
    for figure in records:
        if isinstance(figure, Figure):
            tolls.setdefault(figure.report_id, {})[figure.outcome, figure.group] = figure.range
    return list(tolls.values())
