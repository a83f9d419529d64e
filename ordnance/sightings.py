"""Sightings: one call or visit each. Many sightings, one ticket."""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.models import Record
from ordnance.choices import Channel


class Sighting(Record):
    """What one caller or visitor saw, and how to reach them until the purge date."""

    case_path = "ticket"
    joins_sealed = True
    field_policy = Record.field_policy.extended(
        internal="ticket seen_at channel description",
        # The way to an item still in the ground, as good as its point.
        restricted="where_seen",
        # Contacts are purged some time after closing, so neither history nor exports hold them.
        never="reporter_name reporter_phone consent_to_contact purge_on",
        unlock="ordnance.read_restricted_ticket",
    )

    ticket = models.ForeignKey("ordnance.Ticket", models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField(_("when"), default=timezone.now)
    channel = models.CharField(
        _("how it reached us"), max_length=20, choices=Channel.choices, default=Channel.PHONE
    )
    description = models.TextField(_("what was seen"), blank=True)
    where_seen = models.CharField(_("where, in their words"), max_length=300, blank=True)
    reporter_name = models.CharField(_("caller's name"), max_length=200, blank=True)
    reporter_phone = models.CharField(_("caller's phone"), max_length=50, blank=True)
    consent_to_contact = models.BooleanField(_("may be called back"), default=False)
    purge_on = models.DateField(_("contact deleted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ["seen_at", "id"]
        permissions = [("erase_sighting", "Can delete callers' contacts")]

    def __str__(self):
        at = date_format(timezone.localtime(self.seen_at), "j M Y H:i")
        return f"{self.get_channel_display()} {at}"
