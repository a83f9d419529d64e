"""The people of repeat sheets, one row each, counted into figures of the row they belong to.

Behind the columns of the main sheet come those of the figures, so that a person sees them as
columns before they count. Nobody is lost: whose outcome is not known stands in a column of words,
and people without a parent make a row of their own at the end.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from exchange.parsing.joining import said
from exchange.parsing.people import NOT_OURS, OUTCOMES, UNKNOWN, Columns, person
from exchange.parsing.plain import is_blank

ALWAYS = ("killed", "injured")  # of the others a column appears with the first of them
BY_GROUP = ("", "men", "women", "boys", "girls", "children", "adults", "unspecified")
BY_AGE = ("", "children", "adults", "unspecified")
# A figure counts these people, and perhaps those of whom only the wider group is known.
AMONG = {"children": ("boys", "girls", "children"), "adults": ("men", "women", "adults")}
WIDER = {"men": "adults", "women": "adults", "boys": "children", "girls": "children"}
UNCOUNTED = "uncounted"
BETWEEN = " + "
MOST_WORDS = 200  # different ones of a row; a row with more is refused, none is forgotten
WORDS_BETWEEN = "; "
CUT = "…"  # ends the words of a row that has more


@dataclass
class Tally:
    """The people of one row: by (outcome, group), and those in no figure by what was said.

    `unknown` counts those of them of whom nobody knows whether they belong into one. `answered`
    are those whose words a person answered, by (what was said, what it means), in figures or not.
    """

    people: Counter = field(default_factory=Counter)
    uncounted: Counter = field(default_factory=Counter)
    answered: Counter = field(default_factory=Counter)
    unknown: int = 0

    def add(self, someone):
        if someone.answer:
            self.answered[someone.said, someone.answer] += 1
        if someone.outcome not in ("", NOT_OURS):
            self.people[someone.outcome, someone.group] += 1
            return
        if not someone.answer:
            self.uncounted[someone.said] += 1
        self.unknown += someone.outcome == ""

    def figure(self, outcome, group):
        """How many; “at least 2” where others may be among them; "" where none is known."""
        if not group:
            number = sum(n for (each, _group), n in self.people.items() if each == outcome)
            return told(number, self.unknown)
        if group == "unspecified":
            return told(self.people[outcome, ""], self.unknown)
        number = sum(self.people[outcome, each] for each in AMONG.get(group, (group,)))
        wider = self.people[outcome, WIDER.get(group, "")]
        return told(number, self.unknown or wider or self.people[outcome, ""])

    def words(self):
        """“hospital (2); ? (1)”: what was said of those in no figure; ? for nothing. Behind them
        “at home (1) → injured”: what was answered. `words_told` reads it back, `is_cut` tells
        whether all words are there: each must be, to be seen answered otherwise since."""
        shown = [f"{word or UNKNOWN} ({n})" for word, n in self.uncounted.most_common()]
        shown += [f"{word} ({n}) → {means}" for (word, means), n in self.answered.most_common()]
        more = [CUT] if len(shown) > MOST_WORDS else []
        return WORDS_BETWEEN.join([*shown[:MOST_WORDS], *more])


TOLD = re.compile(r"(.*?) \((\d+)\)(?: → (\w+|\?))?(?:; |$)", re.DOTALL)


class Said(NamedTuple):
    """A word of `Tally.words`: how many it is said of, and what it was answered to mean, or ""."""

    word: str
    n: int
    means: str


def words_told(cell):
    """The `Said` of a cell that `Tally.words` wrote."""
    return [Said(word, int(n), means) for word, n, means in TOLD.findall(cell)]


def is_cut(cell):
    """Whether a row had more words than `Tally.words` put into this cell."""
    return cell.endswith(WORDS_BETWEEN + CUT)


def told(number, doubt):
    """A list of people says who was there, not that there was nobody else: no one is not 0."""
    if not number:
        return ""
    return f"at least {number}" if doubt else number


def counted(rows, groups, *, header_row):
    """The rows of the main sheet, each with the figures of its people behind its own cells.

    `groups` are (rows, what `shape.people_of` says of them); header rows count from 1.
    """
    groups = [(tallies(theirs, group), group) for theirs, group in groups]
    figures, title = figures_of(groups), BETWEEN.join(group["sheet"] for _tallies, group in groups)
    rows = iter(rows)
    yield from islice(rows, header_row - 1)
    header = next(rows, [])
    yield [*header, *("/".join(filter(None, (title, *each))) for each in figures)]
    for row in rows:
        keys = ((held, said(row, group["parent_key"])) for held, group in groups)
        found = [held.pop(key) for held, key in keys if key and key in held]
        yield [*row, *cells(found, figures)] if found else row
    for held, _group in groups:
        for tally in held.values():
            yield [*[""] * len(header), *cells([tally], figures)]


def tallies(rows, group):
    """{what a row says of its parent: Tally of the people who say so}."""
    columns, found = Columns(**group["columns"]), defaultdict(Tally)
    for row in islice(rows, group["own_row"], None):
        if not is_blank(row):
            found[said(row, group["key"])].add(person(row, columns, group.get("answers", ())))
    return found


def figures_of(groups):
    """[(outcome, group)] of the columns: the same for every file of one form."""
    columns = [Columns(**group["columns"]) for _tallies, group in groups]
    met = {outcome for held, _g in groups for t in held.values() for outcome, _of in t.people}
    always = {each.always for each in columns}
    plain = always if "" not in always else {*always, *ALWAYS}
    outcomes = [each for each in dict.fromkeys(OUTCOMES.values()) if each in plain | met]
    of = BY_GROUP if any(each.tell_sexes for each in columns) else BY_AGE
    if not any(each.tell_groups for each in columns):
        of = ("",)
    figures = [(each, group) for each in outcomes for group in (of if each in ALWAYS else ("",))]
    return [*figures, (UNCOUNTED, "")]


def cells(found, figures):
    whole = Tally()
    for tally in found:
        whole.people += tally.people
        whole.uncounted += tally.uncounted
        whole.answered += tally.answered
        whole.unknown += tally.unknown
    return [whole.words() if each == UNCOUNTED else whole.figure(each, of) for each, of in figures]
