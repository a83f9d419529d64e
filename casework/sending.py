"""Forms on their way: what is typed and not yet sent, what was received, and files in pieces.

None of this is a case. A draft is its owner's alone, a receipt says that a form was received, and a
piece waits until the file it belongs to is whole.
"""

from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DRAFTS_KEPT = timedelta(days=14)
PIECES_KEPT = timedelta(days=7)
RECEIPTS_KEPT = timedelta(days=60)  # longer than any device keeps what it has not sent
MOST_DRAFTS = 30  # of one person; the oldest gives way


class DraftQuerySet(models.QuerySet):
    def of(self, person):
        """Theirs, typed for the organisation that they work for now."""
        return self.filter(person=person, organisation_id=person.organisation_id)

    def unsent(self):
        """Without those whose form was received: one that came while it was is of no use any more,
        and would be sent again."""
        return self.exclude(Exists(Receipt.objects.filter(key=OuterRef("key"))))

    def keep(self, person, key, **told):
        """Keep what `person` typed under `key`; of too many, and of the old ones, none stay."""
        self.overdue().delete()
        told |= {"organisation_id": person.organisation_id, "updated_at": timezone.now()}
        draft, _made = self.update_or_create(key=key, person=person, defaults=told)
        kept = self.of(person).values("pk")[:MOST_DRAFTS]
        self.of(person).exclude(pk__in=kept).delete()
        return draft

    def overdue(self):
        return self.filter(updated_at__lt=timezone.now() - DRAFTS_KEPT)


class Draft(models.Model):
    """What somebody typed into a form and has not sent; nobody else ever sees it.

    `organisation` is the one it was typed for, null for a person of none: whoever moves to another
    does not find there what was meant for the first.
    `fields` is [[name, value], …] as the form would post it, without files and tokens. `key` is the
    submission key that the form will be sent with, so that its receipt ends the draft.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, null=True, related_name="+"
    )
    key = models.UUIDField(_("submission key"))
    address = models.CharField(_("address of the form"), max_length=500)
    title = models.CharField(_("title"), max_length=200, blank=True)
    fields = models.JSONField(default=list)
    updated_at = models.DateTimeField(_("typed at"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="draft_once")]

    def __str__(self):
        return f"{self.address} {self.updated_at:%Y-%m-%d %H:%M}"


class UploadQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def overdue(self):
        return self.filter(at__lt=timezone.now() - PIECES_KEPT)

    def forget(self):
        """Delete these with their pieces."""
        for upload in self:
            upload.forget_pieces()
        self.delete()


class Upload(models.Model):
    """A file that comes in pieces over a bad line; of no case until its form is received.

    `received` counts the bytes that are here, from the beginning and without a gap. `sha256` is
    what the device says of the whole, in hexadecimal; the file is used only if it is so.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    received = models.PositiveBigIntegerField(default=0)
    offsets = models.JSONField(default=list)  # where each piece begins, in order
    at = models.DateTimeField(default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self):
        return self.name

    def path_of(self, offset):
        return f"pieces/{self.pk}/{offset}"

    def append(self, content):
        """Keep the next piece where files are kept; save afterwards."""
        path = self.path_of(self.received)
        default_storage.delete(path)  # a piece of a try that was cut off before it was counted
        default_storage.save(path, ContentFile(content))
        self.offsets.append(self.received)
        self.received += len(content)

    def content(self):
        """All bytes that are here."""
        parts = []
        for offset in self.offsets:
            with default_storage.open(self.path_of(offset)) as piece:
                parts.append(piece.read())
        return b"".join(parts)

    def forget_pieces(self):
        for offset in self.offsets:
            default_storage.delete(self.path_of(offset))


class ReceiptQuerySet(models.QuerySet):
    def overdue(self):
        return self.filter(at__lt=timezone.now() - RECEIPTS_KEPT)


class Receipt(models.Model):
    """One form was received once. Sent again under the same key, it is answered with this.

    `location` is where the answer led, `ref` the case it led to; blank where it led to no case.
    `digest` stands for what the form said; blank where that was not kept yet.
    """

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("received at"), default=timezone.now)
    location = models.TextField(blank=True)
    ref = models.CharField(_("reference"), max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return self.ref or str(self.key)


def forget_overdue():
    """Delete what lay longer than it may, also where nobody writes any more."""
    Draft.objects.overdue().delete()
    Upload.objects.overdue().forget()
    Receipt.objects.overdue().delete()
