"""What anybody reports of a strange object, as it came, until it becomes a sighting."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid4, uuid7

from munitions.models import Category


class LooksLike(models.TextChoices):
    """The pictures to choose from: what a thing looks like from afar, not what it is."""

    AIRCRAFT_BOMB = "aircraft_bomb", pgettext_lazy("looks like", "Aircraft bomb")
    CLUSTER_CONTAINER = "cluster_container", pgettext_lazy("looks like", "Cluster bomb container")
    SUBMUNITION = "submunition", pgettext_lazy("looks like", "Small ball or can")
    ROCKET = "rocket", pgettext_lazy("looks like", "Rocket")
    MISSILE = "missile", pgettext_lazy("looks like", "Missile")
    MORTAR = "mortar", pgettext_lazy("looks like", "Mortar shell")
    GRENADE = "grenade", pgettext_lazy("looks like", "Hand grenade")
    LANDMINE = "landmine", pgettext_lazy("looks like", "Landmine")
    UNKNOWN = "unknown", pgettext_lazy("looks like", "Not sure, or something else")

    @property
    def category(self):
        """What a ticket's item would be called; nobody has identified anything yet."""
        return Category.CLUSTER_MUNITION if self == self.CLUSTER_CONTAINER else Category(self.value)


class HowMany(models.TextChoices):
    ONE = "1", _("One")
    FEW = "2-5", _("2 to 5")
    MORE = "6+", pgettext_lazy("how many", "More")


class PublicReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The reports to this person's organisation, for those who answer them."""
        if user.organisation_id is None or not user.has_perm("ordnance.answer_publicreport"):
            return self.none()
        return self.filter(organisation_id=user.organisation_id)

    def waiting(self):
        return self.filter(state=PublicReport.State.WAITING)


class PublicReport(models.Model):
    """One report through the public door. It is no case: it becomes a sighting when taken up.

    `people_near` null is “not sure”. `aside_because` holds why the machine set it aside; no report
    is ever refused or dropped. `sender_mark` is a keyed digest of the address, kept for a day.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ASIDE = "aside", _("Set aside")
        TAKEN = "taken", _("Taken up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    receipt = models.CharField(_("receipt"), max_length=7, unique=True, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, editable=False, related_name="+"
    )
    language = models.CharField(max_length=5, editable=False)
    place_said = models.CharField(_("Village, town or camp"), max_length=200)
    near_said = models.CharField(_("Near what? How do you get there?"), max_length=1000, blank=True)
    looks_like = models.CharField(
        _("What does it look like?"),
        max_length=20,
        choices=LooksLike.choices,
        default=LooksLike.UNKNOWN,
    )
    how_many = models.CharField(_("How many?"), max_length=3, choices=HowMany.choices, blank=True)
    people_near = models.BooleanField(
        _("Are people living or passing close to it?"), null=True, blank=True
    )
    phone = models.CharField(_("Phone"), max_length=50, blank=True)
    purge_on = models.DateField(_("contact deleted on"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    aside_because = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    sender_mark = models.CharField(max_length=64, blank=True, editable=False)
    ticket = models.ForeignKey(
        "ordnance.Ticket",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="public_reports",
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PublicReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report from the public")
        verbose_name_plural = _("reports from the public")
        ordering = ["received_at", "id"]
        default_permissions = ()
        permissions = [("answer_publicreport", "Can answer reports from the public")]
        indexes = [models.Index(fields=["organisation", "state"], name="public_report_queue")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(ticket__isnull=False, answered_by__isnull=False),
                name="public_report_taken_has_ticket",
            )
        ]

    def __str__(self):
        return self.receipt

    @property
    def said(self):
        """All that was said of the place, in one line."""
        return " · ".join(filter(None, [self.place_said, self.near_said]))


class PublicPhoto(models.Model):
    """A photo that came with a report: its pixels alone, on their way to the ticket's files."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(PublicReport, models.PROTECT, related_name="photos")
    picture = models.FileField(_("Photo"), upload_to="public/%Y/%m")

    class Meta:
        verbose_name = _("photo from the public")
        verbose_name_plural = _("photos from the public")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.report} {self.pk}"
