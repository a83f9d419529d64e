"""A row on its way in: its cells, what was read of them, what is wrong, what will be done."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from casework.sentences import kept
from casework.sentences import say as _
from exchange.cells import to_text, words
from exchange.models import ImportRow
from exchange.reading import is_blank
from places.spelling import fold, to_western_digits

Verdict = ImportRow.Verdict
NUMBER = re.compile(r"-?\d[\d.,٬٫]*%?")
MAY_TOTAL = re.compile(r"tot|sum|ج[\u0640\u064b-\u0652]*م", re.I)  # no other word need be folded
LABELS = 3  # cells among which the word for a total may stand
ERROR, WARNING, NOTE = "error", "warning", "note"
# What a person may have answered about a row, by the keys of `ImportRow.answers`: that it is not to
# be written; which others are not the same event; which one it joins as a source. Others are
# named by a row's number or a record's reference.
TOLD_ALREADY = "told_already"  # a finding: the record holds this, and something else counts there
LEFT_OUT, DIFFERENT, SOURCE_OF = "left_out", "different", "source_of"


@dataclass
class Row:
    """One row of the file. `cells` holds the mapped cells by column name.

    `answers` is what a person decided about the row, `values` what the cells say, `shown` how we
    read them where a person should see it,
    `said` what no column holds and the text keeps, `plan` what apply will write for the row (only
    on the first row of a group), `origin` the row of the file that this is a line of, if its cell
    lists several things.
    """

    number: int
    cells: dict
    raw: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    verdict: str = ""
    values: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    ref: str = ""
    said: list = field(default_factory=list)
    plan: object = None
    origin: object = None

    @property
    def is_refused(self):
        return any(found["severity"] == ERROR for found in self.findings)

    def refuses(self, column):
        """Whether an error stands at this column."""
        return any(
            found["severity"] == ERROR and found["column"] == column for found in self.findings
        )

    def has(self, name):
        """Whether the sheet has the column at all; a cell of it may be blank."""
        return name in self.cells

    def text(self, name):
        """The cell as people see it; "" for one that cannot be read, which `read` refuses."""
        return legible(self.cells.get(name))

    def with_words(self, text):
        """The text with what no column holds behind it, each on its line, but for what it says."""
        new = [word for word in self.said if word not in (text or "")]
        return "\n".join(filter(None, [text, *new]))

    def add(self, severity, column, message, code="", field_name="", **facts):
        """`facts` are kept where they say something: of a word that nobody knows, or that was
        read as another, the `word`, what it `means` here, and the area `within` which it names
        a place: `exchange.answers.questions` asks by them."""
        found = {
            "column": column,
            "field": field_name or column,
            "severity": severity,
            "code": code or "invalid",
            "message": str(message),
        } | {name: fact for name, fact in facts.items() if fact}
        if sentence := facts.get("say") or kept(message):
            found["say"] = sentence
        if found not in self.findings:
            self.findings.append(found)

    def refuse(self, column, error, field_name=""):
        """Every sentence of a ValidationError, or one sentence, against a column."""
        if not hasattr(error, "error_list"):
            self.add(ERROR, column, error, field_name=field_name)
            return
        for each in error.error_list:
            for message in each.messages:
                word = (each.params or {}).get("word", "")
                say = kept(each.message, each.params)
                self.add(ERROR, column, message, each.code, field_name, word=word, say=say)

    def warn(self, column, message, code="", **facts):
        self.add(WARNING, column, message, code, **facts)

    def note(self, column, message, code="", **facts):
        self.add(NOTE, column, message, code, **facts)

    def skip(self, reason, code):
        self.verdict = Verdict.SKIPPED
        self.add(NOTE, "", reason, code)

    def refuse_all(self, error, column_of):
        """A ValidationError of a model against the columns its fields were read from."""
        if not hasattr(error, "error_dict"):
            self.refuse("", error, NON_FIELD_ERRORS)
            return
        for name, errors in error.error_dict.items():
            for each in errors:
                self.refuse(column_of(name), each, name)


def legible(cell):
    """The cell as people see it; "" for one that cannot be read."""
    try:
        return to_text(cell)
    except ValidationError:
        return ""


def skip_what_is_no_record(row, heads=None):
    """Blank rows, subtotals, footnotes, HXL tags and headers said again are skipped, with the
    reason. `heads` is {position: folded texts that are headers there}."""
    filled = ((place, cell) for place, cell in enumerate(row.raw) if not is_blank([cell]))
    (place, first), alone = next(filled, (0, None)), next(filled, None) is None
    if first is None:
        row.skip(_("A blank row."), "blank")
        return
    text = legible(first)
    if heads and not alone and fold(text) in heads.get(place, ()) and is_header(row.raw, heads):
        row.skip(_("The header again, not a record."), "header_again")
    elif text.startswith("#") and all_tags(row.raw):
        row.skip(_("A row of HXL tags, not a record."), "hxl")
    elif is_total(text) or sums_up(row.raw):
        row.skip(_("A subtotal, not a record."), "subtotal")
    elif alone and len(row.raw) > 3 and is_footnote(text):
        row.skip(_("A footnote, not a record."), "footnote")


def is_header(cells, heads):
    """Whether every cell that holds something is a header of its own column."""
    filled = ((place, cell) for place, cell in enumerate(cells) if not is_blank([cell]))
    return all(fold(legible(cell)) in heads.get(place, ()) for place, cell in filled)


def all_tags(cells):
    return all(legible(cell).startswith("#") for cell in cells if not is_blank([cell]))


@lru_cache(4096)
def is_total(text):
    return bool(MAY_TOTAL.search(text)) and fold(text) in words.TOTALS


@lru_cache(4096)
def names_total(cell):
    """“Total Aleppo”, “Idleb - Total”, “مجموع حلب”."""
    if not MAY_TOTAL.search(cell):
        return False
    said = " ".join(fold(word) for word in fold(legible(cell)).split())
    return any(
        said == w or said.startswith(f"{w} ") or said.endswith(f" {w}") for w in words.TOTALS
    )


def sums_up(cells):
    """Whether one of the first cells says “total” and all that follows are numbers, and some do: a
    day or an area may stand before it."""
    filled = (place for place, cell in enumerate(cells) if not is_blank([cell]))
    for place in islice(filled, LABELS):
        if isinstance(cells[place], str) and names_total(cells[place]):
            return only_numbers([cell for cell in cells[place + 1 :] if not is_blank([cell])])
    return False


def only_numbers(cells):
    texts = [to_western_digits(legible(cell)) for cell in cells]
    return bool(texts) and all(NUMBER.fullmatch(text) or text[:1] == "=" for text in texts)


def is_footnote(text):
    return bool(re.match(r"\*|note\b|notes\b|source\b|ملاحظة|ملاحظات|المصدر", text, re.I)) or (
        len(text.split()) > 6
    )
