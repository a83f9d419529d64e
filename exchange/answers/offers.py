"""What the check proposes for rows and a person accepts for all of a kind: nothing is done unasked.

An answer stands on each row (`ImportRow.answers`) and is read where the row is judged: a single
row may be answered otherwise on the check screen.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import sentences
from exchange import mending

SAMPLES = 3


@dataclass(frozen=True)
class Proposal:
    """A finding of this `code` may be answered: `key` names the answer on the row."""

    code: str
    key: str
    accept: str
    title: Any
    accept_label: Any
    keep_label: Any
    keep: str = "keep"


PROPOSALS = (
    Proposal(
        "several_items",
        "items",
        "split",
        _("Several items in one cell"),
        _("Split them as shown"),
        _("Keep each cell as one item"),
    ),
)


@dataclass(frozen=True)
class Offer:
    """A proposal for a sheet: the rows that wait, samples of what would be done, what was said."""

    proposal: Proposal
    waiting: int
    samples: list
    answered: list  # [(label of the answer, rows)]


def offers_of(sheet):
    """The proposals that concern rows of this sheet."""
    made = (offer(sheet, proposal) for proposal in PROPOSALS)
    return [each for each in made if each.waiting or each.answered]


def offer(sheet, proposal):
    waiting = having(sheet, proposal.code)
    samples = [
        (row.number, sentences.told(found))
        for row in waiting.order_by("number")[:SAMPLES]
        for found in row.findings
        if found["code"] == proposal.code
    ]
    labels = {proposal.accept: proposal.accept_label, proposal.keep: proposal.keep_label}
    counts = [(labels[value], said(sheet, proposal, value).count()) for value in labels]
    return Offer(proposal, waiting.count(), samples, [(label, n) for label, n in counts if n])


def having(sheet, code):
    return sheet.rows.filter(findings__contains=[{"code": code}])


def said(sheet, proposal, value):
    return sheet.rows.filter(answers__contains={proposal.key: value})


def answer(sheet, text, *, by):
    """Keep the answer “several_items:split” on every row that waits for it, or take it back from
    all that have one (“several_items:”); whether it was one that is offered."""
    code, _colon, value = text.partition(":")
    proposal = next((each for each in PROPOSALS if each.code == code), None)
    if proposal is None or value not in ("", proposal.accept, proposal.keep):
        return False
    concerned = sheet.rows.filter(answers__has_key=proposal.key)
    rows = having(sheet, code) if value else concerned
    numbers = rows.values_list("number", flat=True)
    mending.answer(sheet, {n: {proposal.key: value or None} for n in numbers}, by=by, what=code)
    return True
