"""The numbers of the advised cordon, as an administrator sets them: each change a new version.

The first version is the one that ships, and stands here. Source: domain notes D2: ours; it needs
the sign-off of a qualified EOD lead. Confidence: low.
"""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import person
from casework.wording import in_one_line
from munitions.models import Category, Confidence

# A radius in metres, advised or set. Source: domain notes G2.
NARROWEST_M, WIDEST_M = 50, 5000
BOUNDS = (MinValueValidator(NARROWEST_M), MaxValueValidator(WIDEST_M))
# Metres by kind when the fill is not known; ATP 4-32.2's 675 m for unknown items is rounded up.
SHIPPED = dict.fromkeys(Category, 700) | {
    Category.SUBMUNITION: 300,
    Category.GRENADE: 300,
    Category.LANDMINE: 300,
    Category.FUZE: 300,
    Category.SAA: 300,
    Category.MORTAR: 300,
    Category.ROCKET: 500,
    Category.PROJECTILE: 500,
    Category.CLUSTER_MUNITION: 1000,
    Category.MISSILE: 1000,
    Category.AIRCRAFT_BOMB: 1000,
    Category.IMPROVISED: 1000,
    Category.IED: 1000,
}
# How metres are worked out from the numbers, which is code: a letter behind the version's name.
# Without one, as in “cordon-1”: from any fill in the catalogue. “b”: no fill that nobody approved
# narrows a cordon, and what burns or poisons gets no distance.
CALCULATION = "b"
OURS = _("a rule of our own; no EOD lead has signed it off yet")


def metres(label, shipped):
    """A number of the rule, in metres, within the bounds of any cordon."""
    return models.PositiveIntegerField(label, default=shipped, validators=BOUNDS)


def column_of(category):
    return f"{Category(category).value}_m"


BY_KIND = {column_of(category): metres(category.label, SHIPPED[category]) for category in Category}
NUMBERS = ("least_m", "step_m", "more_m", *BY_KIND)


class CordonRule(models.Model):
    """One version of the rule's numbers. It is never changed: a ticket names the one it was
    advised by."""

    calculation = CALCULATION
    version = models.PositiveIntegerField(_("version"), default=1, unique=True, editable=False)
    least_m = metres(_("never less than"), 300)
    step_m = metres(_("rounded up to"), 50)
    more_m = metres(_("added for more than one item"), 50)
    locals().update(BY_KIND)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Who signed it off, or what it was taken from.")
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.LOW
    )
    reason = models.CharField(
        _("why a number is lower than the one that ships"), max_length=300, blank=True
    )
    made_by = person(_("made by"), editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rule of the advised cordon")
        verbose_name_plural = _("rules of the advised cordon")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (NARROWEST_M, WIDEST_M) for name in NUMBERS}),
                name="cordonrule_within_bounds",
            )
        ]

    def __str__(self):
        """Its name as a ticket keeps it; the same in every language."""
        return f"cordon-{self.version}{self.calculation}"

    def clean(self):
        super().clean()
        if not self.reason.strip() and (lower := self.lowered()):
            raise ValidationError(
                {
                    "reason": _("Lower than what ships: %(numbers)s. Say why, and who agreed.")
                    % {"numbers": in_one_line(lower)}
                }
            )

    def lowered(self):
        """What the numbers are called that are lower than those that ship."""
        fields = (self._meta.get_field(name) for name in NUMBERS)
        return [
            str(field.verbose_name)
            for field in fields
            if (number := getattr(self, field.name)) is not None and number < field.default
        ]

    def by_kind(self, category):
        """Metres for a thing of this kind whose fill is not known."""
        return max(self.least_m, getattr(self, column_of(category)))

    @property
    def rests_on(self):
        """The source in words; the version that ships says that nobody has signed it."""
        return self.source or str(OURS)


def in_force():
    """The newest version; the one that ships while nobody has made another."""
    return CordonRule.objects.first() or CordonRule()


def named(name):
    """The version that a ticket names, “cordon-2b”, as calculated then; else the one that ships."""
    said = re.fullmatch(r"cordon-([1-9]\d{0,8})([a-z]?)", name)
    if said is None:
        return CordonRule()
    rule = CordonRule.objects.filter(version=said[1]).first() or CordonRule()
    rule.calculation = said[2]
    return rule


@transaction.atomic
def issue(rule, *, by):
    """Keep an unsaved rule as the next version, in force from now on. Raises ValidationError."""
    list(CordonRule.objects.select_for_update()[:1])  # two at once get a number each
    newest = CordonRule.objects.aggregate(newest=Max("version"))["newest"]
    rule.version = (newest or CordonRule().version) + 1
    rule.made_by, rule.made_at = by, timezone.now()
    rule.full_clean()
    rule.save(force_insert=True)
    return rule
