"""The reference of ordnance models: what is called what, and which carrier holds which load."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from munitions.designations import fold_designation


class Category(models.TextChoices):
    """What kind of ordnance a thing is; its state (uxo, axo, mine…) is a separate question."""

    AIRCRAFT_BOMB = "aircraft_bomb", _("aircraft bomb")
    CLUSTER_MUNITION = "cluster_munition", _("cluster munition (carrier)")
    SUBMUNITION = "submunition", _("submunition")
    ROCKET = "rocket", _("rocket")
    MISSILE = "missile", _("missile")
    MORTAR = "mortar", _("mortar bomb")
    PROJECTILE = "projectile", _("projectile")
    GRENADE = "grenade", _("grenade")
    LANDMINE = "landmine", _("landmine")
    IED = "ied", _("improvised explosive device")
    IMPROVISED = "improvised", _("improvised munition")
    UAV = "uav", _("drone")
    FUZE = "fuze", _("fuze")
    SAA = "saa", _("small arms ammunition")
    BULK_EXPLOSIVE = "bulk_explosive", _("bulk explosive")
    PYROTECHNIC = "pyrotechnic", _("pyrotechnic")
    UNKNOWN = "unknown", _("unknown")


class Confidence(models.TextChoices):
    """How sure the catalogue is of a row's numbers."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class MunitionQuerySet(models.QuerySet):
    def search(self, text, limit=10):
        """At most `limit` models called something like the text, the best first."""
        folded = fold_designation(text)
        if not folded:
            return self.none()
        every_word = Q()
        for word in text.split():
            every_word &= Q(folded__contains=fold_designation(word))
        return (
            self.filter(Q(folded__trigram_word_similar=folded) | every_word)
            .annotate(score=TrigramWordSimilarity(folded, "folded"))
            .order_by("-score", "designation")[:limit]
        )

    def bulk_create(self, objs, **kwargs):
        objs = list(objs)
        for each in objs:
            each.folded = each.fold_names()
        return super().bulk_create(objs, **kwargs)


class Munition(models.Model):
    """A model of ordnance, not a thing found: RBK-500 AO-2.5RT, 9M55K, PMN-2."""

    designation = models.CharField(_("designation"), max_length=100, unique=True)
    aliases = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        verbose_name=_("other names"),
        help_text=_("Separate with commas."),
    )
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    subcategory = models.SlugField(_("subcategory"), max_length=40, blank=True, db_index=False)
    diameter_mm = models.DecimalField(
        _("diameter in mm"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    total_weight_kg = models.DecimalField(
        _("total weight in kg"),
        max_digits=9,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    explosive_fill_kg = models.DecimalField(
        _("explosive fill in kg"),
        max_digits=9,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    origin = models.CharField(_("country of origin"), max_length=100, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.LOW
    )
    approved = models.BooleanField(
        _("approved by an EOD officer"),
        default=False,
        help_text=_(
            "Until then its fill may widen a cordon or raise a priority, and never the other way."
        ),
    )
    folded = models.TextField(editable=False, default="")

    objects = MunitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("munition")
        verbose_name_plural = _("munitions")
        ordering = ["category", "designation"]
        indexes = [
            GinIndex(fields=["folded"], name="munition_folded", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(explosive_fill_kg__isnull=True)
                | Q(total_weight_kg__isnull=True)
                | Q(explosive_fill_kg__lte=F("total_weight_kg")),
                name="munition_fill_within_weight",
                violation_error_message=_("The explosive fill cannot weigh more than the whole."),
            ),
        ]

    def __str__(self):
        return self.designation

    def save(self, *args, **kwargs):
        self.folded = self.fold_names()
        super().save(*args, **kwargs)

    def names(self):
        """Every name it is known by, the designation first."""
        return [name for name in (self.designation, *self.aliases, self.name_ar) if name]

    def fold_names(self):
        """All its names folded, one a line: what the search compares with."""
        return "\n".join(dict.fromkeys(fold_designation(name) for name in self.names()))


class Load(models.Model):
    """A submunition that a carrier holds; sources differ, so each row names its own."""

    carrier = models.ForeignKey(
        Munition, on_delete=models.CASCADE, related_name="loads", verbose_name=_("carrier")
    )
    submunition = models.ForeignKey(
        Munition, on_delete=models.PROTECT, related_name="carried_by", verbose_name=_("submunition")
    )
    count = models.PositiveIntegerField(
        _("number carried"), null=True, blank=True, help_text=_("Leave empty if unknown.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.LOW
    )

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering = ["carrier", "submunition"]
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "submunition"],
                name="load_once",
                violation_error_message=_("This carrier already lists this submunition."),
            ),
            models.CheckConstraint(
                condition=~Q(carrier=F("submunition")),
                name="load_of_another",
                violation_error_message=_("A munition cannot carry itself."),
            ),
        ]

    def __str__(self):
        return f"{self.carrier}: {self.submunition}"
