"""What the undoing of an import left as it was: shown with its reason until a person decides."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.sentences import SentencesField


class LeftoverQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answer="")


class Leftover(models.Model):
    """A case, a record or a field that people changed after an import, which undoing did not touch.

    `case_kind` and `case` name the case; `kind`, `record` and `field` what of it: the case itself
    or one of its records, a field of it or, where blank, the whole. `old`, `new` and `now` are the
    values before the import, imported, and at the undoing; those that history may not hold are not
    kept here either.
    """

    class Answer(models.TextChoices):
        KEEP = "keep", _("Keep as it is")
        PUT_BACK = "put_back", _("Put back")

    sheet = models.ForeignKey("exchange.Import", models.CASCADE, related_name="leftovers")
    undoing = models.ForeignKey("casework.Batch", models.PROTECT, related_name="+")
    case_kind = models.CharField(max_length=60)
    case = models.UUIDField()
    ref = models.CharField(_("reference"), max_length=20)
    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=40)
    field = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=20)
    why = SentencesField()
    old = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    now = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = LeftoverQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.ref} {self.kind} {self.field}".strip()

    @classmethod
    def of(cls, left, sheet, undoing):
        """What the verb left, as a record of this sheet; unsaved."""
        old, new, now = left.values
        return cls(
            sheet=sheet, undoing=undoing, case_kind=left.case._meta.label_lower,
            case=left.case.pk, ref=left.case.ref, kind=left.key[0], record=left.key[1],
            field=left.key[2], reason=left.reason, why=left.why, old=old, new=new, now=now,
            changed_by_id=left.hand.by_id, changed_at=left.hand.at,
        )  # fmt: skip

    @property
    def key(self):
        """The name by which the verb knows it."""
        return self.kind, self.record, self.field

    @property
    def is_of_case(self):
        return self.kind == self.case_kind

    def answered(self, answer, by):
        self.answer, self.answered_by, self.answered_at = answer, by, timezone.now()
