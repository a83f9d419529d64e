"""Which rows of a sheet the check screen shows. The address bar is its whole state."""

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from exchange.models import NEEDS_A_LOOK, ImportRow

PER_PAGE = 50
LOOK, ALL, MENDED = "look", "all", "mended"
REFUSED = ImportRow.Verdict.REFUSED
SHOWS = (LOOK, ALL, MENDED, *ImportRow.Verdict.values)
PUZZLING = ("error", "warning")
SEARCHED = ("raw", "edits", "shown")


@dataclass(frozen=True)
class Choice:
    """What a person chose to see. `start` is the first row's number, `mend` the row to mend."""

    show: str = ALL
    problem: str = ""
    column: str = ""
    q: str = ""
    start: int = 0
    mend: int = 0

    @classmethod
    def read(cls, query, usual=ALL):
        """From a query string; `usual` is what is shown when nothing was chosen."""
        named = {name: query.get(name, "")[:100] for name in ("problem", "column", "q")}
        chosen = any(named.values())
        show = query.get("show", "")
        return cls(
            show=show if show in SHOWS else (ALL if chosen else usual),
            start=whole(query.get("start")),
            mend=whole(query.get("mend")),
            **named,
        )

    @property
    def query(self):
        """The query string of this choice; what is empty is left out."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def but(self, **changes):
        return replace(self, **({"start": 0, "mend": 0} | changes)).query

    @property
    def is_narrowed(self):
        return bool(self.problem or self.column or self.q)

    def narrow(self, rows):
        if self.show == LOOK:
            rows = rows.filter(NEEDS_A_LOOK)
        elif self.show == MENDED:
            rows = rows.exclude(edits={})
        elif self.show == REFUSED:
            rows = rows.filter(NEEDS_A_LOOK, verdict=self.show)  # each has an error: by the index
        elif self.show != ALL:
            rows = rows.filter(verdict=self.show)
        if self.problem or self.column:
            rows = rows.filter(NEEDS_A_LOOK, self.troubled())
        return with_text(rows, self.q) if self.q else rows

    def troubled(self):
        """Rows with an error or a warning of this kind, in this column."""
        said = {"code": self.problem, "column": self.column}
        said = {key: value for key, value in said.items() if value}
        found = Q()
        for severity in PUZZLING:
            found |= Q(findings__contains=[said | {"severity": severity}])
        return found


def whole(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0


def with_text(rows, text):
    """Rows in which the text stands: as it came, as it was mended, as it was read."""
    found = Q(ref__icontains=text)
    for name in SEARCHED:
        rows = rows.alias(**{f"{name}_text": Cast(name, TextField())})
        found |= Q(**{f"{name}_text__icontains": text})
    return rows.filter(found)


@dataclass(frozen=True)
class Page:
    """A page of rows, found by the number of its first row: the last is as quick as the first."""

    rows: list
    previous: int | None
    following: int | None


def page_of(rows, start, together):
    """`together(row, next)` says whether two rows are one record, which no page tears apart."""
    found = list(rows.order_by("number").filter(number__gte=start)[: PER_PAGE + 1])
    cut = end_of_page(found, together)
    before = rows.order_by("-number").filter(number__lt=start).values_list("number", flat=True)
    earlier = list(before[:PER_PAGE]) if start else []
    return Page(
        rows=found[:cut],
        previous=earlier[-1] if earlier else None,
        following=found[cut].number if cut < len(found) else None,
    )


def end_of_page(found, together):
    if len(found) <= PER_PAGE:
        return len(found)
    cut = PER_PAGE
    while cut > 1 and together(found[cut - 1], found[cut]):
        cut -= 1
    return cut if cut > 1 else PER_PAGE
