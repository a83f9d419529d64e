"""What every case has: a number, a place, a status that moves by a table, history and files."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from casework.in_step import InStep  # noqa: F401 - models of this app
from casework.indexed import IndexedCase, IndexedWord  # noqa: F401 - models of this app
from casework.querysets import CaseQuerySet
from casework.saved_views import Following, SavedView  # noqa: F401 - models of this app
from casework.sending import Draft, Receipt, Upload  # noqa: F401 - models of this app
from casework.sensitivity import FieldPolicy
from places.coordinates import Point, check_in_country
from places.fields import degrees_field


class GeoPrecision(models.TextChoices):
    """How far the true spot may be from the coordinates."""

    EXACT = "exact", _("exact, within 100 m")
    STREET = "street_or_landmark", _("street or landmark")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
    TOWN = "town", _("town")
    NEAR_TOWN = "near_town", _("near the town")
    SUBDISTRICT = "subdistrict", _("sub-district")
    DISTRICT = "district", _("district")
    GOVERNORATE = "governorate", _("governorate")


class Batch(models.Model):
    """One act of one person over many cases: an import, its undoing, a bulk step."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        UNDO = "undo", _("Undo of an import")
        BULK_STEP = "bulk_step", _("Step on several cases")
        DEMO = "demo", _("Demonstration data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    # At most one: two people who undo the same import at the same moment do not both succeed.
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M} {self.note}".strip()


class Overwritten(models.Model):
    """What a batch changed of a field whose values history may not hold.

    Kept to undo the batch and for nothing else: no page, export or event shows it, and unlike the
    history it may be deleted. Fields of class `never` are not kept here either.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    record = models.UUIDField(db_index=True)
    field = models.CharField(max_length=60)
    old = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    def __str__(self):
        return f"{self.record} {self.field}"


class RefCounter(models.Model):
    """The last number given out for a kind of case and a year. Numbers are never used again."""

    prefix = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="refcounter_prefix_year")
        ]

    def __str__(self):
        return f"{self.prefix}-{self.year}-{self.last:06d}"


def person(label, **options):
    """Who did something to a case; null until somebody has. No way back: nobody asks for it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        null=True,
        blank=True,
        related_name="+",
        **options,
    )


class Case(models.Model):
    """A record whose status moves only along its workflow and that only the verbs may write."""

    # Each app sets these: the table, the letters before the number, the class of each field.
    workflow = None
    ref_prefix = ""
    field_policy = FieldPolicy(
        public="ref status place version updated_at",
        internal=(
            "id organisation external_id site_name created_at created_by updated_by submission_key"
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    submission_key = models.UUIDField(
        _("submission key"), unique=True, default=uuid.uuid4, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    status = models.CharField(_("status"), max_length=20, editable=False, db_index=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        editable=False,
        related_name="+",
    )
    external_id = models.CharField(
        _("number in another system"), max_length=60, blank=True, db_index=True
    )
    place = models.ForeignKey(
        "places.Area",
        models.PROTECT,
        verbose_name=_("place"),
        related_name="+",
        help_text=_("The community, or the smallest area that is known."),
    )
    site_name = models.CharField(
        _("site"), max_length=200, blank=True, help_text=_("Such as “near the market”.")
    )
    latitude = degrees_field(_("latitude"), 90)
    longitude = degrees_field(_("longitude"), 180)
    geo_precision = models.CharField(
        _("precision of the point"), max_length=20, choices=GeoPrecision.choices, blank=True
    )
    created_at = models.DateTimeField(_("logged at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("logged by"),
        editable=False,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("changed by"),
        editable=False,
        related_name="+",
        db_index=False,  # shown, never searched for
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.ref

    def ref_year(self):
        """The year that the number of a new case carries."""
        return timezone.localtime(self.created_at).year

    def clean(self):
        super().clean()
        self.clean_point()

    def clean_point(self):
        """Both coordinates or neither, and inside the country."""
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError(
                {missing: _("Give both latitude and longitude, or leave both blank.")}
            )
        if self.latitude is not None:
            try:
                check_in_country(Point(self.latitude, self.longitude))
            except ValidationError as outside:
                raise ValidationError({"latitude": outside}) from outside

    @property
    def seal(self):
        """Why the case cannot be edited now, as a sentence; "" while it can."""
        return self.workflow.sealed.get(self.status, "")

    def offers(self, user):
        return self.workflow.offers(self, user)

    def settle(self):
        """Set what follows from other fields; the verbs do so before they compare and check, so
        that forms, sheets and scripts need not. Reads its own fields alone, of whatever type."""

    def record_added(self, records, *, by):
        """What the case itself must remember of its new records; saved with them."""

    @classmethod
    def records_withdrawn(cls, cases):
        """What cases must remember anew once records of theirs were taken back, or came back.

        Sets it on the unsaved cases; returns the names of the fields. Called once for many.
        """
        return ()

    @classmethod
    def renew(cls, cases):
        """What cases work out from their fields and records, worked out anew after either changed.

        Sets it on the unsaved cases; returns the names of the fields. Called once for many.
        """
        return ()

    @classmethod
    def fetch_for_rules(cls, changes, leaving=()):
        """Read at once what the rules on changed fields ask of the records of many cases.

        `changes` are (stored, changed) cases: what is read is held on the stored one. `leaving` are
        records that go together with the change, and count no more.
        """

    def clean_by(self, by, stored=None):
        """Rules about who may write what: the verbs ask, so that forms and imports are held alike.

        `stored` is the row as it was, None for a new one. Raises ValidationError.
        """
        moved = self.place_id and (stored is None or self.place_id != stored.place_id)
        if moved and not by.reaches(self.place):
            sentence = _("%(place)s is outside the areas you work in.")
            outside = ValidationError(sentence, code="outside", params={"place": self.place})
            raise ValidationError({"place": outside})

    @staticmethod
    def point_constraint(name):
        """Both coordinates or neither, as the database's last word."""
        return models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            | Q(latitude__isnull=False, longitude__isnull=False),
            name=name,
        )


class Standing(models.Manager):
    """The records that stand: those that an undone import added are left out."""

    def get_queryset(self):
        return super().get_queryset().filter(taken_back=None)


class Record(models.Model):
    """A child of a case: a source, a casualty report, an item. Written by the verbs alone.

    A record is never deleted. The one that an undone import added is taken back: it names the batch
    that did so, stands in no list, sum or sheet, and the history still tells of it.
    """

    # Attribute path from the record to its case, and whether it may be added to a sealed one.
    case_path = ""
    joins_sealed = False
    # False where the history tells of it by another record, or by the act itself.
    told_alone = True
    field_policy = FieldPolicy(internal="id created_at created_by taken_back")
    # Fields that are as the restricted ones in a record that is marked `protected`.
    withheld_if_protected = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("added by"),
        editable=False,
        related_name="+",
        db_index=False,  # shown, never searched for; a record of each kind would carry it
    )
    taken_back = models.ForeignKey(
        Batch,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,  # found by the records that the history names, never searched for
    )

    objects = Standing()  # the first: related records and prefetches are read by it
    ever = models.Manager()

    class Meta:
        abstract = True

    @property
    def case(self):
        found = self
        for name in self.case_path.split("."):
            found = getattr(found, name)
        return found

    @classmethod
    def for_history(cls, keys):
        """These records, taken back or not, with what `in_history` reads of each."""
        return cls.ever.filter(pk__in=keys)

    def in_history(self):
        """The record in a few words, for every reader of the case: they name no other case, and
        nothing that is restricted.
        """
        return str(self)

    def clean_whole(self):
        """Rules that need the record's own children; run once all of them are saved."""

    def clean_by(self, by, stored=None):
        """Rules about who may write what: the verbs ask, so that forms and imports are held alike.

        `stored` is the row as it was, None for a new one. Raises ValidationError.
        """


class Event(models.Model):
    """What happened to a case: one row per act, never updated, never deleted.

    `changes` holds {field: [old, new]} for edits and steps, {"added": […]} for new records. Fields
    whose class keeps them out of history appear with null values: that they changed, not to what.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(_("act"), max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(help_text="The case's version after the act.")
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
        # Rows come in the order of time and never move: a few bytes find those since a moment.
        indexes = [BrinIndex(fields=["at"], name="%(class)s_at", pages_per_range=16)]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class CaseFile(Record):
    """A file kept as evidence: the original as received, and a copy without metadata to show."""

    field_policy = Record.field_policy.extended(
        internal="name size mime caption shown",
        restricted="original sha256 received_from captured_at",
    )

    original = models.FileField(_("original"), upload_to="originals/%Y/%m", editable=False)
    shown = models.FileField(_("copy to show"), upload_to="shown/%Y/%m", blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256 at receipt"), max_length=64, editable=False)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    mime = models.CharField(_("type"), max_length=100, editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    received_from = models.CharField(_("received from"), max_length=200, blank=True)
    captured_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    came_before = False  # set by `attach` on a file whose very bytes the case has already

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
