"""Who made a record of sheets and when; and which records an organisation's people see."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Signed(models.Model):
    """Made by a person, at a time."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        abstract = True


class ForImporters(models.QuerySet):
    """Records of an organisation, for those of its people who may bring sheets in."""

    def visible_to(self, user):
        if user.organisation_id is None or not user.has_perm("exchange.import_cases"):
            return self.none()
        return self.filter(organisation_id=user.organisation_id)
