"""What is said of a whole day: claims, which are somebody's totals, and the reports we issued."""

import json
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from casework.moments import future_errors
from incidents.ledger import BOUNDS_IN_ORDER, Bounded, Group, Outcome, Population, Qualifier
from sitreps.querysets import ClaimQuerySet, SitrepQuerySet

PEOPLE = settings.AUTH_USER_MODEL


def words_list(label, help_text):
    """Short texts in the source's own words, such as “heavy shelling”."""
    return ArrayField(
        models.CharField(max_length=100),
        verbose_name=label,
        default=list,
        blank=True,
        help_text=help_text,
    )


class Claim(models.Model):
    """Somebody's total for a period and areas. Never changed: a new total is a new claim.

    What a claim counts beyond the places on record is “other, not yet located”.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, editable=False, related_name="+"
    )
    source = models.CharField(_("who said so"), max_length=200)
    attribution = models.CharField(
        _("how reports name them"),
        max_length=200,
        blank=True,
        help_text=_("Stands after “according to”. Blank: this total is our own service's."),
    )
    as_of = models.DateTimeField(_("as of"), help_text=_("When they said so."))
    period_start = models.DateField(_("first day"))
    period_end = models.DateField(_("last day"))
    areas = models.ManyToManyField("places.Area", verbose_name=_("areas"), related_name="+")
    population = models.CharField(
        _("who was counted"),
        max_length=20,
        choices=Population.choices,
        default=Population.CIVILIAN,
    )
    weapons_text = words_list(
        _("weapons also named"), _("In their words and beyond those on record: “heavy shelling”.")
    )
    targets_text = words_list(
        _("places hit also named"), _("In their words and beyond those on record: “public spaces”.")
    )
    note = models.TextField(_("their words"), blank=True)
    reason = models.CharField(
        _("why the total changed"),
        max_length=300,
        blank=True,
        help_text=_("Stands in the corrected report."),
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("takes the place of"),
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(PEOPLE, models.PROTECT, editable=False, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-as_of", "-created_at"]
        indexes = [models.Index(fields=["organisation", "period_start"], name="claim_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="claim_days_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.source}, {timezone.localtime(self.as_of):%Y-%m-%d %H:%M}"

    def clean(self):
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError(
                {"period_end": _("The last day is before the first. Swap or correct them.")}
            )
        if self.period_start and self.period_start > timezone.localdate():
            raise ValidationError({"period_start": _("This day is in the future.")})
        if errors := future_errors(self, "as_of"):
            raise ValidationError(errors)

    def ranges(self):
        """{(outcome, group): Range} of what the claim states; reads prefetched figures."""
        return {(f.outcome, f.group): f.range for f in self.figures.all()}


class ClaimFigure(Bounded, models.Model):
    """One number of a claim: an outcome, a group, and the bounds it was given with."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="figures")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    minimum = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    qualifier = models.CharField(
        _("how the source put it"),
        max_length=10,
        choices=Qualifier.choices,
        default=Qualifier.EXACT,
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["claim", "outcome", "group"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "outcome", "group"], name="claim_figure_once"),
            models.CheckConstraint(
                condition=BOUNDS_IN_ORDER,
                name="claim_figure_min_not_above_max",
            ),
        ]


class Sitrep(models.Model):
    """A situation report as it was issued. Never changed: what is found later is a corrected one.

    `snapshot` is the whole document as text of JSON, byte for byte as it was hashed.
    """

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")
        CORRECTED = "corrected", _("Corrected")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("number"), max_length=120)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    period_start = models.DateField(_("first day"), db_index=True)
    period_end = models.DateField(_("last day"))
    areas = models.ManyToManyField("places.Area", verbose_name=_("areas"), related_name="+")
    cut_off = models.DateTimeField(_("cut-off"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    correction = models.PositiveSmallIntegerField(_("correction"), default=0)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    highlights = models.TextField(_("highlights"), blank=True)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(
        PEOPLE, models.PROTECT, verbose_name=_("prepared by"), related_name="+"
    )
    issued_by = models.ForeignKey(
        PEOPLE, models.PROTECT, verbose_name=_("issued by"), related_name="+"
    )
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)

    objects = SitrepQuerySet.as_manager()

    class Meta:
        verbose_name = _("situation report")
        verbose_name_plural = _("situation reports")
        ordering = ["-period_start", "-issued_at"]
        permissions = [("issue_sitrep", "Can issue situation reports")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="sitrep_number_once"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="sitrep_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(status="corrected") | Q(corrects__isnull=False, correction__gt=0),
                name="sitrep_corrected_names_what",
            ),
        ]

    def __str__(self):
        return self.number

    def pdf_in(self, language):
        """The paper that was kept in a language; None for reports older than papers."""
        return self.papers.filter(language=language).first()

    @property
    def document(self):
        """The snapshot, read: the same shape that `daily.document` makes."""
        return json.loads(self.snapshot)

    @property
    def status_label(self):
        """“Corrected (1)”, or the status alone."""
        label = self.get_status_display()
        numbered = self.status == self.Status.CORRECTED
        return f"{label} ({self.correction})" if numbered else str(label)


class Mention(models.Model):
    """An issued report speaks of an incident, in its figures or in its list of what changed.

    `counted` where the incident is among the figures; else only its place's old figures stand in
    the list of changes, because it had gone by then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sitrep = models.ForeignKey(Sitrep, models.PROTECT, related_name="mentions")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="+")
    counted = models.BooleanField()

    class Meta:
        verbose_name = _("mention in a report")
        verbose_name_plural = _("mentions in reports")
        constraints = [
            models.UniqueConstraint(fields=["sitrep", "incident"], name="mention_once"),
        ]

    def __str__(self):
        return f"{self.incident_id} ({self.sitrep_id})"


class Paper(models.Model):
    """An issued report as a PDF in one language: the very bytes that went out. Never changed.

    Kept because a later version of fonts, words or typesetter would make another page of the same
    snapshot, and two papers of one report would be held against each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sitrep = models.ForeignKey(Sitrep, models.PROTECT, related_name="papers")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("paper of a report")
        verbose_name_plural = _("papers of reports")
        constraints = [
            models.UniqueConstraint(fields=["sitrep", "language"], name="paper_once_a_language"),
        ]

    def __str__(self):
        return f"{self.sitrep} ({self.language})"
