"""EOD teams: who is sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ordnance.choices import EodLevel


class TeamQuerySet(models.QuerySet):
    def of(self, user):
        """The teams of this person's organisation that are at work."""
        return self.filter(organisation_id=user.organisation_id, active=True)


class Team(models.Model):
    """A team that marks, removes and destroys; its members may be leaders of tickets, while they
    work for its organisation."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="teams",
    )
    name = models.CharField(_("name"), max_length=100)
    base = models.ForeignKey(
        "places.Area",
        models.PROTECT,
        verbose_name=_("base"),
        null=True,
        blank=True,
        related_name="+",
    )
    eod_level = models.PositiveSmallIntegerField(
        _("EOD level"), choices=EodLevel.choices, default=EodLevel.ONE
    )
    ied_skill = models.BooleanField(_("trained for IEDs"), default=False)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), blank=True, related_name="teams"
    )
    active = models.BooleanField(_("active"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once")
        ]

    def __str__(self):
        return self.name

    def leaders(self):
        """Its members; without those in its list who left, or moved to another organisation."""
        mine = self.organisation_id
        return [m for m in self.members.all() if m.is_active and m.organisation_id == mine]
