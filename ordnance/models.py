"""Explosive ordnance tickets: one piece of EOD spot work each, from first call to last item."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseFile, Event, person
from casework.moments import future_errors
from casework.wording import in_one_line
from ordnance import choices
from ordnance.choices import Status
from ordnance.cordon import advice_follows, fetch_loads, keep_advice
from ordnance.cordon_rules import BOUNDS, CordonRule, in_force
from ordnance.items import Disposal, Item, items_by_ticket
from ordnance.priority import SENTENCES
from ordnance.public_reports import PublicPhoto, PublicReport
from ordnance.querysets import TicketQuerySet
from ordnance.report_day import clean_report_day, fetch_first_done
from ordnance.sightings import Sighting
from ordnance.steps import items_of, methods_of, outcome_of
from ordnance.targets import BY_DAY
from ordnance.teams import Team
from ordnance.workflow import WORKFLOW
from places.coordinates import Point

__all__ = [
    "CordonRule",
    "Disposal",
    "Item",
    "PublicPhoto",
    "PublicReport",
    "Sighting",
    "Team",
    "Ticket",
    "TicketEvent",
    "TicketFile",
]

USER = settings.AUTH_USER_MODEL
UNTRIAGED = _("The first priority comes with the triage; until then it waits before all others.")


def cordon(**options):
    """A radius in metres; null while there is none."""
    return models.PositiveIntegerField(null=True, blank=True, validators=BOUNDS, **options)


def yes_no_unknown(label):
    """Null is unknown, which the priority rule takes for the worse case; it is not “no”."""
    return models.BooleanField(label, null=True, blank=True)


class Ticket(Case):
    """An EOD spot task: items at a point, seen by callers, worked by a team, closed by another."""

    workflow = WORKFLOW
    ref_prefix = "TKT"
    merge_field = "duplicate_of"
    merge_refuses = choices.OUT_OF_PLAY
    field_policy = Case.field_policy.extended(
        public="outcome",
        internal=(
            "title reported_at priority priority_by_rule priority_rule priority_reason "
            "priority_by land_use distance_to_people people_at_risk children_near item_handled "
            "accident_happened blocks_service chemical_suspected team leader due_at marking "
            "next_visit_on advised_cordon_m cordon_rule actual_cordon_m hold_reason review_on "
            "cancel_reason arrived_at work_started_at work_ended_at damage_caused "
            "community_informed incident duplicate_of triaged_by triaged_at resolved_by "
            "resolved_at closed_by closed_at checked description location_unsafe"
        ),
        # The exact point of an item still in the ground kills when it leaks.
        restricted="latitude longitude geo_precision access_route",
        unlock="ordnance.read_restricted_ticket",
    )

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.REPORTED,
        editable=False,
        db_index=True,
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Made from items and place if blank.")
    )
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now, db_index=True)
    description = models.TextField(_("description"), blank=True)
    access_route = models.CharField(_("way there"), max_length=300, blank=True)
    location_unsafe = models.BooleanField(
        _("not safe to record the point"),
        default=False,
        help_text=_("The community stands for the place; no point is kept."),
    )
    incident = models.ForeignKey(
        "incidents.Incident",
        models.PROTECT,
        verbose_name=_("incident that left it"),
        null=True,
        blank=True,
        related_name="tickets",
    )

    land_use = models.CharField(
        _("land use"), max_length=20, choices=choices.LandUse.choices, blank=True
    )
    distance_to_people = models.CharField(
        _("distance to people"), max_length=10, choices=choices.Distance.choices, blank=True
    )
    people_at_risk = models.PositiveIntegerField(_("people at risk"), null=True, blank=True)
    children_near = yes_no_unknown(_("children near"))
    item_handled = yes_no_unknown(_("moved or handled"))
    accident_happened = yes_no_unknown(_("accident happened here"))
    blocks_service = yes_no_unknown(_("blocks a service"))
    chemical_suspected = yes_no_unknown(_("chemical suspected"))

    priority = models.CharField(
        _("priority"), max_length=10, choices=choices.Priority.choices, blank=True, db_index=True
    )
    priority_by_rule = models.CharField(
        _("priority by the rule"),
        max_length=10,
        choices=choices.Priority.choices,
        blank=True,
        editable=False,
    )
    priority_rule = models.CharField(
        _("the line that fired"), max_length=40, blank=True, editable=False
    )
    priority_reason = models.CharField(
        _("why a person changed it"), max_length=300, blank=True, editable=False
    )
    priority_by = person(_("priority changed by"), editable=False)

    team = models.ForeignKey(
        Team, models.PROTECT, verbose_name=_("team"), null=True, blank=True, related_name="tickets"
    )
    leader = models.ForeignKey(
        USER,
        models.PROTECT,
        verbose_name=_("team leader"),
        null=True,
        blank=True,
        related_name="led_tickets",
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    marking = models.CharField(
        _("marking"), max_length=10, choices=choices.Marking.choices, blank=True
    )
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    advised_cordon_m = cordon(verbose_name=_("advised cordon in metres"), editable=False)
    cordon_rule = models.CharField(
        _("rule of the advised cordon"), max_length=60, blank=True, editable=False
    )
    actual_cordon_m = cordon(verbose_name=_("cordon set in metres"))
    hold_reason = models.CharField(
        _("why on hold"), max_length=30, choices=choices.HoldReason.choices, blank=True
    )
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("why cancelled"), max_length=30, choices=choices.CancelReason.choices, blank=True
    )
    outcome = models.CharField(
        _("outcome"), max_length=30, choices=choices.Outcome.choices, blank=True, editable=False
    )
    work_started_at = models.DateTimeField(_("work started"), null=True, blank=True)
    work_ended_at = models.DateTimeField(_("work ended"), null=True, blank=True)
    damage_caused = yes_no_unknown(_("damage caused"))
    community_informed = yes_no_unknown(_("community informed"))
    checked = models.BooleanField(
        _("place, identification, numbers, photos and personal data are checked"),
        default=False,
        editable=False,
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("duplicate of"),
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
    )
    triaged_by = person(_("triaged by"), editable=False)
    triaged_at = models.DateTimeField(_("triaged at"), null=True, blank=True, editable=False)
    resolved_by = person(_("resolved by"), editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True, editable=False)
    closed_by = person(_("closed by"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-reported_at", "-ref"]
        permissions = [
            *WORKFLOW.permissions(),
            ("read_restricted_ticket", "Can see exact points and callers"),
            ("work_any_ticket", "Can write items and disposals of any team's ticket"),
            ("prioritise_ticket", "Can set a priority other than the rule's"),
            ("hold_immediate_ticket", "Can put an Immediate ticket on hold"),
        ]
        indexes = [models.Index(fields=["updated_at"], name="ticket_changed")]
        constraints = [
            Case.point_constraint("ticket_point_whole"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="ticket_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=choices.DONE) | ~Q(outcome=""),
                name="ticket_done_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("resolved_by")) & ~Q(closed_by=F("leader"))),
                name="ticket_second_person_closes",
                violation_error_message=_("Somebody else must close what you resolved."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED)
                | Q(closed_by__isnull=False, resolved_by__isnull=False),
                name="ticket_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(work_started_at__isnull=True)
                | Q(work_ended_at__isnull=True)
                | Q(work_ended_at__gte=F("work_started_at")),
                name="ticket_work_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DUPLICATE) | Q(duplicate_of__isnull=False),
                name="ticket_duplicate_of_one",
            ),
            models.CheckConstraint(
                condition=Q(location_unsafe=False) | Q(latitude__isnull=True),
                name="ticket_unsafe_has_no_point",
                violation_error_message=_("No point is kept where it is not safe to record one."),
            ),
            models.CheckConstraint(
                condition=Q(priority="")
                | Q(priority_by_rule="")
                | Q(priority=F("priority_by_rule"))
                | ~Q(priority_reason=""),
                name="ticket_priority_changed_with_reason",
                violation_error_message=_("Say why the priority is not the rule's."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id=""),
                name="ticket_external_id_once",
            ),
        ]

    def get_absolute_url(self):
        return reverse("ordnance:detail", args=[self.ref])

    def ref_year(self):
        return timezone.localtime(self.reported_at).year

    def clean(self):
        super().clean()
        self.clean_times()
        if self.location_unsafe and self.latitude is not None:
            raise ValidationError(
                {"latitude": _("Remove the point: you said it is not safe to record it.")}
            )

    def clean_by(self, by, stored=None):
        """The triage gives the first priority. Afterwards anybody who may edit may raise it;
        lowering it needs the right."""
        super().clean_by(by, stored)
        clean_report_day(self, stored)
        ranks = choices.Priority.values
        if stored is None or stored.priority == self.priority:
            return
        if self.status == Status.REPORTED:
            raise ValidationError({"priority": UNTRIAGED})
        if "" in (stored.priority, self.priority):
            return
        lowered = ranks.index(self.priority) > ranks.index(stored.priority)
        if lowered and not by.has_perm("ordnance.prioritise_ticket"):
            raise ValidationError({"priority": _("Only operations lower a priority.")})

    @classmethod
    def fetch_for_rules(cls, changes, leaving=()):
        moved = [stored for stored, case in changes if stored.reported_at != case.reported_at]
        fetch_first_done(moved, leaving)

    def record_added(self, records, *, by):
        if any(isinstance(record, Disposal) for record in records):
            self.follow_disposals(items_of(self))

    @classmethod
    def records_withdrawn(cls, cases):
        resolved = [case for case in cases if case.status == Status.RESOLVED]
        items = items_by_ticket(resolved, Item.objects.prefetch_related("disposals"))
        for case in resolved:
            case.follow_disposals(items[case.pk])
        return ("outcome",)

    @classmethod
    def renew(cls, cases):
        """The advised cordon, once a triage gave one, follows the items and the answers."""
        advised = [case for case in cases if case.cordon_rule and advice_follows(case)]
        rule = in_force() if advised else None
        items = items_by_ticket(advised, Item.objects.select_related("munition"))
        fetch_loads([item for each in items.values() for item in each])
        for case in advised:
            keep_advice(case, items[case.pk], rule)
        return ("advised_cordon_m", "cordon_rule") if advised else ()

    def follow_disposals(self, items):
        """What lay in a store is destroyed after the team resolved: the outcome says so."""
        if self.status == Status.RESOLVED and methods_of(items):
            self.outcome = outcome_of(items)

    def clean_times(self):
        """Reported ≤ arrived ≤ started ≤ ended, none in the future (12 h for clocks set wrong)."""
        names, last = ("reported_at", "arrived_at", "work_started_at", "work_ended_at"), None
        if errors := future_errors(self, *names):
            raise ValidationError(errors)
        for name in names:
            value = getattr(self, name)
            if value is None:
                continue
            if last is not None and value < last:
                raise ValidationError({name: _("This is earlier than the step before it.")})
            last = value

    @property
    def due_by_day(self):
        """Whether its next thing is due on a day, and at no time of it."""
        return self.status in BY_DAY

    # What the history says in place of a field's code.
    told_as = {"priority_rule": SENTENCES}

    @property
    def point(self):
        """The exact point, or None. Its text has decimal points in every language."""
        return None if self.latitude is None else Point(self.latitude, self.longitude)

    @property
    def shown_title(self):
        """The given title, or one made from the items and the place."""
        if self.title:
            return self.title
        names = [str(item) for item in self.items.all()] or [str(_("unknown object"))]
        return in_one_line([capfirst(names[0]), *names[1:], self.site_name or self.place.name])


class TicketEvent(Event):
    """One row of a ticket's history."""

    case = models.ForeignKey(Ticket, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")


class TicketFile(CaseFile):
    """A photo or document of a ticket: before, after, the item, the marking, a sketch."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")
        ITEM = "item", _("Item")
        MARKING = "marking", _("Marking")
        SKETCH = "sketch", _("Sketch")
        OTHER = "other", _("Other")

    case_path = "ticket"
    field_policy = CaseFile.field_policy.extended(
        internal="ticket kind", unlock="ordnance.read_restricted_ticket"
    )

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="files")
    kind = models.CharField(_("shows"), max_length=10, choices=Kind.choices, default=Kind.OTHER)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "id"]
