"""Sheets of a known maker: their columns and words mean what their codebook says."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from exchange.mapping import Found, folded
from places.spelling import fold


@dataclass(frozen=True)
class Codebook:
    """`marks` are headers that only this maker's sheets have together.

    `columns` is {its header: our column, or "" for one that is left out}; `words` is {our column:
    {its word: ours}}; `given` is {our column: what stands in every row}; `note` says to people
    what of this they would not expect.
    """

    name: str
    marks: tuple
    columns: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    note: str = ""

    def matches(self, headers):
        return {folded(mark) for mark in self.marks} <= {folded(each) for each in headers}

    def found(self, headers):
        """{position: Found} of the columns that the codebook settles."""
        settled = {folded(header): name for header, name in self.columns.items()}
        spelled = enumerate(folded(str(header)) for header in headers)
        return {
            position: Found(settled[header], "codebook", 1.0, self.name)
            for position, header in spelled
            if header in settled
        }

    def folded_words(self):
        return {
            column: {fold(theirs): ours for theirs, ours in words.items()}
            for column, words in self.words.items()
        }


KOBO = Codebook(
    name="KoboToolbox",
    marks=("_uuid", "_submission_time"),
    columns=dict.fromkeys(
        (
            "start", "end", "today", "deviceid", "username", "phonenumber", "__version__", "_id",
            "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index",
            "_parent_index", "_parent_table_name", "meta/instanceID", "meta/rootUuid",
        ),
        "",
    ),
    note=_("KoboToolbox's own columns are left out; its _uuid is the number in another system."),
)  # fmt: skip


def codebook_of(headers, resource):
    """The codebook of a sheet, or None; a kind's own come first."""
    return next((each for each in (*resource.codebooks, KOBO) if each.matches(headers)), None)
