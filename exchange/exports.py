"""Files that leave: every one is logged for ever, big ones wait to be fetched, choices are kept."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from casework.sentences import SentencesField
from exchange.signed import Signed


class ExportQuerySet(models.QuerySet):
    """Words for sets of exports."""

    def visible_to(self, user):
        """One's own; those who may read the log see their organisation's.

        A person confined to areas sees their own alone: a colleague's may lie anywhere.
        """
        reads_the_log = user.has_perm("exchange.view_export") and not user.scope_paths
        return self.near(user) if reads_the_log else self.near(user).filter(by=user)

    def near(self, user):
        """Those that are no stranger's: of the organisation that this person works for now. What
        they took elsewhere names what was looked for there."""
        same = self.filter(organisation_id=user.organisation_id)
        return same if user.organisation_id else same.filter(by=user)

    def to_expire(self, now=None):
        """Those whose file has lain ready longer than it may."""
        return self.filter(state=Export.State.READY, expires_at__lte=now or timezone.now())


class Export(Signed):
    """One file that left, or is being made: what was asked for, how much went, who took it.

    `filter` is the list's own query, {name: values}; `columns` the codes of the columns in it.
    `exact_points` and `restricted` say what of it could do harm. `sight` is what its person saw
    when it was made to be fetched, see `casework.sight`; blank before that. `done` and `of` count
    records while it is made, `rows` what was written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready to fetch")
        SENT = "sent", _("Taken")
        CUT = "cut", _("Cut short")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Deleted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    preset = models.CharField(_("preset"), max_length=20, default="full")
    form = models.CharField(_("format"), max_length=10)
    filter = models.JSONField(_("filter"), default=dict)
    columns = models.JSONField(_("columns"), default=list)
    options = models.JSONField(_("options"), default=dict)
    exact_points = models.BooleanField(_("exact points"), default=False)
    restricted = models.JSONField(_("restricted fields"), default=list)
    sight = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.MAKING, db_index=True
    )
    done = models.PositiveIntegerField(_("records done"), default=0)
    of = models.PositiveIntegerField(_("records asked for"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True, help_text=_("Empty until it is made."))
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    cut = models.PositiveIntegerField(_("shortened texts"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    failure = SentencesField(_("why it failed"))
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    file = models.FileField(_("file"), upload_to="exports/%Y/%m", blank=True)
    expires_at = models.DateTimeField(_("deleted at"), null=True)
    fetched = models.PositiveIntegerField(_("times fetched"), default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name of the file: incidents-acled-2024-11-28.csv."""
        middle = "" if self.preset == "full" else f"-{self.preset}"
        return f"{self.kind}{middle}-{timezone.localdate(self.at)}.{self.form}"

    @property
    def goes_on(self):
        return self.state in (self.State.WAITING, self.State.MAKING)

    @property
    def is_there(self):
        """Whether the file can be fetched now."""
        return self.state == self.State.READY and self.expires_at > timezone.now()


class ExportPresetQuerySet(models.QuerySet):
    """Words for sets of kept choices."""

    def visible_to(self, user):
        """Those of one's organisation."""
        if user.organisation_id is None:
            return self.none()
        return self.filter(organisation_id=user.organisation_id)


class ExportPreset(Signed):
    """A choice of columns and format that an organisation keeps, under a name.

    It is only a wish: what a reader may not take is left out for them at each export.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="export_presets",
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20)
    preset = models.CharField(_("preset"), max_length=20, default="full")
    form = models.CharField(_("format"), max_length=10)
    columns = models.JSONField(_("columns"), default=list, encoder=DjangoJSONEncoder)
    options = models.JSONField(_("options"), default=dict, encoder=DjangoJSONEncoder)

    objects = ExportPresetQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of columns")
        verbose_name_plural = _("choices of columns")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"],
                name="export_preset_name_once",
                violation_error_message=_("There is a choice with this name. Take another."),
            )
        ]

    def __str__(self):
        return self.name
