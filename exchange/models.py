"""Sheets that came in and went out: the upload, its rows as they were, and what became of each."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from casework.models import Batch
from casework.sensitivity import wide_permissions
from casework.sentences import SentencesField
from exchange.answers.vocabulary import Word
from exchange.exports import Export, ExportPreset
from exchange.leftovers import Leftover
from exchange.plans import Basis, Plan
from exchange.signed import ForImporters, Signed

__all__ = [
    "Basis",
    "Export",
    "ExportPreset",
    "Import",
    "ImportRow",
    "Leftover",
    "Mapping",
    "Plan",
    "Word",
]


class ImportQuerySet(ForImporters):
    def visible_to(self, user):
        """The sheets of this person's organisation, for those who may bring sheets in.

        A sheet is judged with the sight of who brought it in, and tells what that person sees:
        hidden records, restricted fields. Who sees less does not see the sheet. A person confined
        to areas sees the sheets they brought in alone: the rows of a colleague's may lie anywhere.
        """
        seen, mine = super().visible_to(user), Q(by=user)
        return seen.filter(mine if user.scope_paths else mine | ~of_wider_sight(user))


def of_wider_sight(user):
    """Sheets of people who may read more of cases than this person."""
    wider = Q(pk__in=())
    for permission in sorted(wide_permissions()):
        if not user.has_perm(permission):
            wider |= Q(by__in=get_user_model().objects.with_perm(permission, is_active=None))
    return wider


class Import(Signed):
    """One sheet brought in by one person: kept as it came, with the summary of what it did.

    `state` says what is true of it; what is being done with it is its Job. `mapping` is {position
    of a column: name of the resource's column}, or of a part of it, see `joining`; `given` is
    {column name: text that stands in every row}. `totals` counts rows by verdict and always adds up
    to the rows in the file; `report` holds the counts by problem. `sheet`, `separator` (of a text)
    and `header_row` are what was asked for until it is read, then what was found. `put_aside` is
    what people mended in rows that are not read now: {sheet of the file: {row number: {"edits":
    {position: [text that came, text]}, "answers"}}}. Since `forgotten_at` the file and the cells of
    columns that were not read are gone, null while they are kept; see `forgetting`.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        STAGED = "staged", _("Read")
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Separator(models.TextChoices):
        """What people may choose; a file that tells its own may have any other."""

        COMMA = ",", _("comma")
        SEMICOLON = ";", _("semicolon")
        TAB = "\t", _("tab")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.STAGED, db_index=True
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    file = models.FileField(_("file"), upload_to="imports/%Y/%m")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256 at receipt"), max_length=64)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), null=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    put_aside = models.JSONField(default=dict)
    failure = SentencesField(_("why it failed"))
    forgotten_at = models.DateTimeField(_("file and unread cells deleted"), null=True)
    batch = models.ForeignKey(
        "casework.Batch", models.PROTECT, null=True, blank=True, related_name="imports"
    )

    # The last of the batches that undid it, undid the undoing, and so on; the chain tells the rest.
    undoing = models.ForeignKey(
        "casework.Batch", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]
        permissions = [
            ("import_cases", "Can bring sheets in"),
            ("export_cases", "Can take sheets out"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_written(self):
        """Whether it was applied once: it stays as it is, even if it was undone since."""
        return self.state in (self.State.APPLIED, self.State.UNDONE)

    @property
    def separator_in_words(self):
        known = self.separator in self.Separator
        return self.Separator(self.separator).label if known else self.separator

    @property
    def last_batch(self):
        """What undoing takes back now: the import, or the last that was done about it."""
        return self.undoing or self.batch

    def chain(self):
        """The batches from the import on, each undoing the one before."""
        found, batch = [], self.batch
        while batch is not None:
            found.append(batch)
            batch = Batch.objects.select_related("by").filter(undoes=batch).first()
        return found


# A row with an error or a warning among its findings; notes only tell.
NEEDS_A_LOOK = Q(findings__contains=[{"severity": "error"}]) | Q(
    findings__contains=[{"severity": "warning"}]
)


class ImportRow(models.Model):
    """One row of a sheet as it was, and what it will do or did.

    No person's act changes `raw`: merged cells are spread over it by what the columns are read as,
    and it is forgotten with its sheet. `edits` is {position of a column: text} of the cells that a
    person mended, `answers` what a person decided about the row (its keys are named where they are
    read). `findings` are {column, field, severity, code, message};
    `changes` is {column: [old, new]}, `shown` how we read a cell. `fingerprint` is equal for equal
    rows, counted within their file: a row that was applied before says nothing new.
    """

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        SKIPPED = "skipped", _("Skipped")
        REFUSED = "refused", _("Refused")

    sheet = models.ForeignKey(
        Import,
        models.CASCADE,
        related_name="rows",
        db_index=False,  # the constraint below begins with it
    )
    number = models.PositiveIntegerField(_("row"))
    raw = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    edits = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    verdict = models.CharField(_("result"), max_length=10, choices=Verdict.choices, blank=True)
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    shown = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    ref = models.CharField(_("reference"), max_length=100, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["number"]
        indexes = [
            # The rows that the check screen opens with, however many others there are.
            models.Index(
                fields=["sheet", "number"], condition=NEEDS_A_LOOK, name="import_row_needs_a_look"
            ),
            # Looked up whole, never by its beginning: one index, not the two of an indexed field.
            models.Index(fields=["fingerprint"], name="import_row_fingerprint"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="import_row_number_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "new", "changed", "unchanged", "skipped", "refused"]),
                name="import_row_verdict_known",
            ),
        ]

    def __str__(self):
        return str(self.number)

    def cell(self, position):
        """What counts of a cell: as it was mended, else as it came."""
        return self.edits.get(str(position), self.raw[int(position)])


class Mending(Signed):
    """One act of a person on rows of a sheet before it was applied: who, when, and every cell.

    `changes` is {row number: {"edits" or "answers": {key: [old, new]}}}, null for none: enough to
    take the act back, and to tell for ever how the sheet came to say what was applied. `what` names
    the kind of problem that was mended, or the answer that was given, `page` the sheet of the file
    in which the rows have these numbers.
    """

    class Act(models.TextChoices):
        CELLS = "cells", _("Cells mended")
        FIX = "fix", _("All of a kind mended")
        LEAVE_OUT = "leave_out", _("Rows left out")
        ANSWER = "answer", _("Answered")
        WORKBOOK = "workbook", _("Workbook brought back")
        TAKE_BACK = "take_back", _("Taken back")

    sheet = models.ForeignKey(Import, models.CASCADE, related_name="mendings")
    page = models.TextField(blank=True)
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    what = models.CharField(max_length=40, blank=True)
    changes = models.JSONField(default=dict)
    taken_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undoes"
    )

    class Meta:
        verbose_name = _("mending")
        verbose_name_plural = _("mendings")
        ordering = ["at", "id"]

    def __str__(self):
        return self.get_act_display()


class Mapping(Signed):
    """What the columns of a kind of sheet were read as; the next sheet like it is read the same.

    `key` is equal for equal sets of headers, in any order. `columns` is {folded header: column
    name, with its part}, "" for a column that is left out; see `remembering`.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=64, db_index=True)
    headers = models.JSONField(_("headers"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    given = models.JSONField(default=dict)

    objects = ForImporters.as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"], name="mapping_name_once"
            ),
        ]

    def __str__(self):
        return self.name


class Job(models.Model):
    """Long work on one record, asked for and not yet ended: with its end, the row is gone.

    The queue only tells a worker to look here. `record` is the key of an Import or of whatever the
    task works on, which says itself what came of it; a record has one job at a time. `done` and
    `of` count rows and are written beside the job's own transaction, so that others see them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.CharField(_("task"), max_length=20)
    record = models.UUIDField(_("record"), unique=True)
    options = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("by"), related_name="+"
    )
    language = models.CharField(_("language"), max_length=5)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    began_at = models.DateTimeField(_("begun"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["asked_at"]

    def __str__(self):
        return f"{self.task} {self.record}"
