"""Attacks on civilians: the incident and what hangs on it."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Event, Record, person
from casework.moments import future_errors, not_in_future
from casework.querysets import CaseQuerySet
from casework.sensitivity import SEES_HIDDEN
from casework.wording import in_one_line
from incidents import choices, moments
from incidents.choices import Status
from incidents.evidence import Actor, Attribution, IncidentFile, Source
from incidents.kept import KeptToll
from incidents.ledger import CasualtyReport, Figure, last_entered_by
from incidents.review import Amendment, DuplicateAnswer, FieldComment
from incidents.workflow import WORKFLOW

__all__ = [
    "Actor",
    "Amendment",
    "Attribution",
    "CasualtyReport",
    "Damage",
    "DuplicateAnswer",
    "FieldComment",
    "Figure",
    "Incident",
    "IncidentEvent",
    "IncidentFile",
    "KeptToll",
    "Response",
    "Source",
]


MERGED_IN_A_ROW = 3  # one into another into a third: longer chains nobody makes


class IncidentQuerySet(CaseQuerySet):
    """Words for sets of incidents."""

    def visible_to(self, user):
        """As of every case; and what a hidden incident took in is hidden with it: the two are one
        event, and the one that was taken in still tells where and how."""
        seen = super().visible_to(user)
        return seen if user.has_perm(SEES_HIDDEN) else seen.exclude(self.taken_in_by_hidden())

    def taken_in_by_hidden(self):
        """A condition: merged into a hidden incident, at once or by way of others."""
        everyone = self.model._base_manager.order_by()
        survivors, found = everyone.filter(status=Status.HIDDEN), Q(pk__in=[])
        for _step in range(MERGED_IN_A_ROW):
            taken_in = Q(status=Status.MERGED, merged_into__in=survivors.values("pk"))
            found |= taken_in
            survivors = everyone.filter(taken_in)
        return found

    def reported(self):
        """What situation reports count as reported."""
        return self.filter(status__in=choices.REPORTED)

    def verified(self):
        return self.filter(status__in=choices.VERIFIED)

    def on_days(self, first, last):
        """Incidents listed under these local days; a range is listed under its first day."""
        return self.filter(occurred_on__range=(first, last))

    def with_toll(self):
        """Prefetch what `counted_reports` reads."""
        return self.prefetch_related("casualty_reports__source", "casualty_reports__figures")

    def waiting_for_review(self):
        return self.filter(status__in=(Status.SUBMITTED, Status.IN_REVIEW, Status.AMENDING))


class Incident(Case):
    """An attack: a moment in time and space where sources say that civilians were harmed."""

    workflow = WORKFLOW
    ref_prefix = "INC"
    merge_field = "merged_into"
    merge_refuses = choices.OUT_OF_PLAY
    field_policy = Case.field_policy.extended(
        public=(
            "occurred_on occurred_until date_precision part_of_day weapon title flags "
            "evidence_grade adopted_report"
        ),
        internal=(
            "time time_precision munition facility narrative sensitivity latitude longitude "
            "geo_precision location_checked rejection merged_into figures_by claimed_by "
            "claimed_at verified_by verified_at published_by published_at"
        ),
    )

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.DRAFT,
        editable=False,
        db_index=True,
    )
    occurred_on = models.DateField(_("day"), validators=[not_in_future], db_index=True)
    occurred_until = models.DateField(
        _("last day"), null=True, blank=True, validators=[not_in_future]
    )
    date_precision = models.CharField(
        _("how sure of the day"),
        max_length=10,
        choices=choices.DatePrecision.choices,
        default=choices.DatePrecision.DAY,
    )
    time = models.TimeField(_("time"), null=True, blank=True, help_text=_("Local time."))
    time_precision = models.CharField(
        _("how sure of the time"),
        max_length=12,
        choices=choices.TimePrecision.choices,
        default=choices.TimePrecision.UNKNOWN,
    )
    part_of_day = models.CharField(
        _("part of the day"), max_length=15, choices=choices.PartOfDay.choices, blank=True
    )
    weapon = models.CharField(
        _("weapon"),
        max_length=20,
        choices=choices.Weapon.choices,
        default=choices.Weapon.UNKNOWN,
    )
    munition = models.ForeignKey(
        "munitions.Munition",
        models.PROTECT,
        verbose_name=_("munition"),
        null=True,
        blank=True,
        related_name="+",
    )
    facility = models.CharField(
        _("what was hit"), max_length=30, choices=choices.Facility.choices, blank=True
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Made from weapon and place if blank.")
    )
    narrative = models.TextField(_("what happened"), blank=True)
    flags = ArrayField(
        models.CharField(max_length=20, choices=choices.Flag.choices),
        verbose_name=_("marks"),
        default=list,
        blank=True,
    )
    sensitivity = models.CharField(
        _("sensitivity"),
        max_length=10,
        choices=choices.Sensitivity.choices,
        default=choices.Sensitivity.INTERNAL,
    )
    evidence_grade = models.CharField(
        _("evidence"),
        max_length=12,
        choices=choices.Grade.choices,
        default=choices.Grade.UNASSESSED,
        editable=False,
    )
    location_checked = models.BooleanField(_("place checked"), default=False, editable=False)
    adopted_report = models.ForeignKey(
        CasualtyReport,
        models.PROTECT,
        verbose_name=_("adopted figures"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    rejection = models.CharField(
        _("why rejected"),
        max_length=20,
        choices=choices.Rejection.choices,
        blank=True,
        editable=False,
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
    )
    # Who did a step is shown and compared; nobody lists cases by it, so it has no index.
    figures_by = person(_("last to enter figures"), editable=False, db_index=False)
    claimed_by = person(_("reviewer"), editable=False)
    claimed_at = models.DateTimeField(_("review started"), null=True, blank=True, editable=False)
    verified_by = person(_("verified by"), editable=False, db_index=False)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True, editable=False)
    published_by = person(_("published by"), editable=False, db_index=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-occurred_on", "-ref"]
        permissions = WORKFLOW.permissions()
        indexes = [
            models.Index(fields=["occurred_on", "place"], name="incident_day_place"),
            models.Index(fields=["updated_at"], name="incident_changed"),
        ]
        constraints = [
            Case.point_constraint("incident_point_whole"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="incident_status_known"
            ),
            models.CheckConstraint(
                condition=Q(occurred_until__isnull=True) | Q(occurred_until__gte=F("occurred_on")),
                name="incident_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=choices.VERIFIED)
                | Q(adopted_report__isnull=False, verified_by__isnull=False),
                name="incident_verified_has_figure",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (~Q(verified_by=F("created_by")) & ~Q(verified_by=F("figures_by"))),
                name="incident_second_person_verifies",
                violation_error_message=_("A second person must verify."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False),
                name="incident_merged_has_survivor",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id=""),
                name="incident_external_id_once",
            ),
        ]

    def ref_year(self):
        return self.occurred_on.year

    def get_absolute_url(self):
        return reverse("incidents:detail", args=[self.ref])

    def clean(self):
        super().clean()
        if self.occurred_until and self.occurred_on and self.occurred_until < self.occurred_on:
            raise ValidationError(
                {"occurred_until": _("The last day is before the first. Swap or correct them.")}
            )
        self.clean_adopted()

    def settle(self):
        moments.settle(self)

    def clean_adopted(self):
        """A merged incident still points at its figures, which moved to the survivor."""
        if self.adopted_report_id is None or self.status == Status.MERGED:
            return
        if self.adopted_report.incident_id != self.pk:
            raise ValidationError(
                {"adopted_report": _("These figures belong to another incident.")}
            )
        if self.adopted_report.taken_back_id is not None:
            raise ValidationError(
                {"adopted_report": _("These figures were taken back with their import.")}
            )

    def record_added(self, records, *, by):
        """Remember who entered figures last; once verified, only an accepted amendment counts."""
        if any(isinstance(r, CasualtyReport) for r in records) and not self.seal:
            self.figures_by = by

    @classmethod
    def records_withdrawn(cls, cases):
        last = last_entered_by(cases)
        for case in (case for case in cases if not case.seal):
            entered = last.get(case.pk)
            case.figures_by_id = None if entered == case.created_by_id else entered
        return ("figures_by",)

    def amendable_fields(self):
        """Names of the fields an amendment may change: those that a form could."""
        return {f.name for f in self._meta.concrete_fields if f.editable}

    @property
    def shown_title(self):
        """The given title, or one made from weapon and place."""
        return self.title or _(", ").join([str(self.get_weapon_display()), self.place.name])

    @property
    def until(self):
        return self.occurred_until or self.occurred_on

    @property
    def flags_in_words(self):
        return _(", ").join(str(choices.Flag(flag).label) for flag in self.flags)


class IncidentEvent(Event):
    """One row of an incident's history."""

    case = models.ForeignKey(Incident, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")


class Damage(Record):
    """Something that was hit, and how badly."""

    case_path = "incident"
    field_policy = Record.field_policy.extended(
        public="facility level", internal="incident site count note"
    )

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="damages")
    facility = models.CharField(_("what"), max_length=30, choices=choices.Facility.choices)
    site = models.CharField(_("which"), max_length=200, blank=True)
    level = models.CharField(
        _("how badly"),
        max_length=20,
        choices=choices.DamageLevel.choices,
        default=choices.DamageLevel.UNKNOWN,
    )
    count = models.PositiveIntegerField(
        _("how many"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("damage")
        verbose_name_plural = _("damage")
        ordering = ["created_at", "id"]

    def __str__(self):
        hit = self.site or str(self.get_facility_display())
        return in_one_line([hit, str(self.get_level_display())], between=": ")


class Response(Record):
    """What an organisation did at the scene. Null counts are unknown, not none."""

    case_path = "incident"
    field_policy = Record.field_policy.extended(
        public="actions",
        internal=(
            "incident organisation rescued bodies_recovered transferred arrived_at ended_at note"
        ),
    )

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="responses")
    organisation = models.CharField(_("organisation or team"), max_length=200)
    actions = ArrayField(
        models.CharField(max_length=20, choices=choices.Action.choices),
        verbose_name=_("what they did"),
        default=list,
        blank=True,
    )
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    rescued = models.PositiveIntegerField(_("rescued alive"), null=True, blank=True)
    bodies_recovered = models.PositiveIntegerField(_("bodies recovered"), null=True, blank=True)
    transferred = models.PositiveIntegerField(_("taken to hospital"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["created_at", "id"]

    def __str__(self):
        return self.organisation

    @property
    def actions_in_words(self):
        return _(", ").join(str(choices.Action(action).label) for action in self.actions)

    def clean(self):
        super().clean()
        errors = future_errors(self, "arrived_at", "ended_at")
        if self.arrived_at and self.ended_at and self.ended_at < self.arrived_at:
            errors["ended_at"] = _("The end is before the arrival.")
        if errors:
            raise ValidationError(errors)
