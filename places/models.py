"""P-coded areas from country to neighbourhood, and every spelling they are known by."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from places import lookups  # noqa: F401 - registers `mentions`
from places.fields import degrees_field
from places.querysets import AreaNameQuerySet, AreaQuerySet
from places.spelling import fold, romanise, sound


class Area(models.Model):
    """A place on the ground with an official code: a country, a district, a town, a quarter."""

    class Level(models.IntegerChoices):
        COUNTRY = 0, _("country")
        GOVERNORATE = 1, _("governorate")
        DISTRICT = 2, _("district")
        SUBDISTRICT = 3, _("subdistrict")
        COMMUNITY = 4, _("community")
        NEIGHBOURHOOD = 5, _("neighbourhood")

    pcode = models.CharField(
        _("p-code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9_-]+\Z", _("Write the p-code in capital letters and digits, like C1022.")
            )
        ],
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )
    path = models.CharField(max_length=130, editable=False, default="")
    latitude = degrees_field(_("latitude"), 90)
    longitude = degrees_field(_("longitude"), 180)
    valid_on = models.DateField(_("valid on"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["path"], name="area_path", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["latitude", "longitude"], name="area_point"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # A comparison with null is no refusal: say that both are there.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="area_point_is_whole",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=~Q(name_en="", name_ar=""),
                name="area_has_a_name",
                violation_error_message=_("Give the name in English or in Arabic."),
            ),
        ]

    def __str__(self):
        return self.name_en or self.name_ar

    def clean(self):
        if self.parent and self.parent.level >= self.level:
            raise ValidationError(
                {"parent": _("An area must lie in one of a higher level.")}, code="level"
            )

    def save(self, *args, **kwargs):
        """Also keeps the paths below and the searchable spellings in line."""
        before = self.path
        self.path = f"{self.parent.path if self.parent else ''}{self.pcode}/"
        super().save(*args, **kwargs)
        if before and before != self.path:
            Area.objects.rebuild_paths()
        AreaName.objects.renew([self])

    @property
    def name(self):
        """The name in the reader's language, else in the other."""
        if (get_language() or "").startswith("ar"):
            return self.name_ar or self.name_en
        return self.name_en or self.name_ar

    @property
    def report_name(self):
        """The spelling our reports use; prefetch `names` where many areas are shown."""
        ours = (each.text for each in self.names.all() if each.in_reports)
        return next(ours, str(self))

    def report_as(self, text):
        """Make this the spelling that our reports use for the area."""
        self.names.exclude(text=text).filter(in_reports=True).update(in_reports=False)
        self.names.update_or_create(
            text=text,
            defaults={"in_reports": True},
            create_defaults={"in_reports": True, "origin": AreaName.Origin.REPORT},
        )

    @property
    def both_names(self):
        return " ".join(filter(None, [self.name_ar, self.name_en]))

    def parents(self):
        """The areas above, nearest first, the country included."""
        above = self.parent
        while above:
            yield above
            above = above.parent

    def ancestor(self, level):
        """The area of this level that this one lies in (or is), or None."""
        return next((each for each in (self, *self.parents()) if each.level == level), None)

    def trail(self):
        """Where it lies, nearest first, without the country: Atareb › Jebel Saman › Aleppo."""
        return " › ".join(each.name for each in self.parents() if each.level)

    @property
    def label(self):
        """The area as a choice among namesakes: its names and where it lies."""
        return " — ".join(filter(None, [self.both_names, self.trail()]))


class AreaName(models.Model):
    """One spelling by which people ask for an area, be it official or not."""

    class Origin(models.TextChoices):
        COD = "cod", _("official list")
        IMPORT = "import", _("imported sheet")
        USER = "user", _("entered by a person")
        REPORT = "report", _("our reports")

    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="names", verbose_name=_("area")
    )
    text = models.CharField(_("spelling"), max_length=150)
    language = models.CharField(
        _("language"), max_length=8, blank=True, help_text=_("A code such as en or ar.")
    )
    folded = models.CharField(max_length=200, editable=False)
    roman = models.CharField(max_length=300, editable=False)
    sound = models.CharField(max_length=200, editable=False, db_index=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.USER)
    in_reports = models.BooleanField(_("the spelling our reports use"), default=False)

    objects = AreaNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["area", "-in_reports", "text"]
        indexes = [
            # Without fastupdate a fresh import would be searched row by row until a vacuum.
            GinIndex(
                fields=["roman"],
                name="area_name_alike",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
            models.Index(
                fields=["folded"], name="area_name_folded", opclasses=["varchar_pattern_ops"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "text"],
                name="area_name_once",
                violation_error_message=_("This area already has this spelling."),
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(in_reports=True),
                name="area_name_one_in_reports",
                violation_error_message=_("Only one spelling of an area can be the reports' own."),
            ),
        ]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.fold()
        super().save(*args, **kwargs)

    def fold(self):
        """Derive what the search compares from the text; every way of writing calls this."""
        self.folded = fold(self.text)
        self.roman = romanise(self.folded)
        self.sound = sound(self.folded)


class Outline(models.Model):
    """The ground of one area as an administrator's file draws it; without any, maps show
    indicative lines."""

    area = models.OneToOneField(
        Area,
        on_delete=models.CASCADE,
        related_name="outline",
        primary_key=True,
        verbose_name=_("area"),
    )
    rings = models.JSONField(
        _("rings"), help_text=_("Lists of [longitude, latitude], each closed, simplified.")
    )
    read_at = models.DateTimeField(_("read at"), default=timezone.now)

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")

    def __str__(self):
        return str(self.area)
