"""The casualty ledger: who said what number, when. Append-only; a new number is a new report.

Unknown is not 0: a figure with neither bound is unknown, and adding it to a known one never
lowers or completes that one. Figures of different sources are never added.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.models import Record
from casework.moments import future_errors
from casework.wording import figure_parts, in_one_line
from incidents.evidence import errors_of_another


class Population(models.TextChoices):
    CIVILIAN = "civilian", _("civilians")
    CIVIL_DEFENCE = "civil_defence", _("Civil Defence volunteers")
    MEDICAL = "medical", _("medical workers")
    AID = "aid", _("aid workers")
    MEDIA = "media", _("media workers")
    COMBATANT = "combatant", _("combatants")
    UNKNOWN = "unknown", _("not stated")


class Qualifier(models.TextChoices):
    """How a source words a number; it belongs to each figure, since one report mixes them."""

    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("at least")
    UP_TO = "up_to", _("up to")
    ABOUT = "about", _("about")
    BETWEEN = "between", _("between")
    UNKNOWN = "unknown", _("unknown")


class Outcome(models.TextChoices):
    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")
    MISSING = "missing", _("missing")
    TRAPPED = "trapped", _("under the rubble")
    RESCUED = "rescued", _("rescued alive")


class Group(models.TextChoices):
    """Of whom. Boys and girls are counted inside children, men and women inside adults."""

    TOTAL = "total", _("total")
    MEN = "men", _("men")
    WOMEN = "women", _("women")
    BOYS = "boys", _("boys")
    GIRLS = "girls", _("girls")
    CHILDREN = "children", _("children")
    ADULTS = "adults", _("adults")
    UNSPECIFIED = "unspecified", _("not specified")


@dataclass(frozen=True, slots=True)
class Range:
    """A number of people between two bounds; a bound of None is not known.

    minimum None and maximum None: unknown. minimum 20 and maximum None: at least 20.
    """

    minimum: int | None = None
    maximum: int | None = None
    about: bool = False

    @property
    def is_known(self):
        return self.minimum is not None or self.maximum is not None

    @property
    def qualifier(self):
        if not self.is_known:
            return Qualifier.UNKNOWN
        if self.maximum is None:
            return Qualifier.AT_LEAST
        if self.minimum is None:
            return Qualifier.UP_TO
        if self.minimum != self.maximum:
            return Qualifier.BETWEEN
        return Qualifier.ABOUT if self.about else Qualifier.EXACT

    def __add__(self, other):
        """Σ of minima to Σ of maxima; what is unknown on either side leaves that bound open.

        A minimum of None adds nothing to the minimum but opens the maximum: 15 + unknown is
        “at least 15”, unknown + unknown stays unknown.
        """
        if not self.is_known and not other.is_known:
            return Range()
        return Range(
            (self.minimum or 0) + (other.minimum or 0),
            None if self.maximum is None or other.maximum is None else self.maximum + other.maximum,
            self.about or other.about,
        )

    @classmethod
    def total(cls, ranges):
        """The sum of many; unknown when there are none."""
        ranges = list(ranges)
        return sum(ranges[1:], ranges[0]) if ranges else cls()


UNKNOWN = Range()


def in_words(told):
    """A range in plain words: at least 20."""
    pattern, shown = figure_parts(told.minimum, told.maximum, told.qualifier)
    return str(pattern).format(n=shown)


class CasualtyReport(Record):
    """What one source said about the toll at one time. Never changed: a new number is a new row."""

    case_path = "incident"
    # The ledger stays open on a sealed incident: a new report changes no counted figure until a
    # second person accepts the amendment that adopts it.
    joins_sealed = True
    field_policy = Record.field_policy.extended(
        public="population preliminary as_of",
        internal="incident source wording reason",
    )

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="casualty_reports"
    )
    source = models.ForeignKey(
        "incidents.Source",
        models.PROTECT,
        verbose_name=_("source"),
        related_name="casualty_reports",
    )
    as_of = models.DateTimeField(
        _("as of"), default=timezone.now, help_text=_("When the source said so.")
    )
    population = models.CharField(
        _("who was counted"),
        max_length=20,
        choices=Population.choices,
        default=Population.CIVILIAN,
    )
    preliminary = models.BooleanField(_("preliminary"), default=True)
    wording = models.TextField(_("the source's words"), blank=True)
    reason = models.CharField(_("why the number changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("casualty report")
        verbose_name_plural = _("casualty reports")
        ordering = ["as_of", "id"]

    def __str__(self):
        at = date_format(timezone.localtime(self.as_of), "j M Y H:i")
        return in_one_line([str(self.source), at], between=" ")

    @classmethod
    def for_history(cls, keys):
        return super().for_history(keys).select_related("source").prefetch_related("figures")

    def in_history(self):
        """15 killed, at least 5 injured: what its figures say, and who said so."""
        told = [
            f"{outcome.label} {in_words(self.range_of(outcome))}"
            for outcome in Outcome
            if self.range_of(outcome).is_known
        ]
        said = _(", ").join(map(str, told)) or str(_("no number known"))
        return in_one_line([said, str(self.source)], between=" · ")

    def clean(self):
        super().clean()
        errors = future_errors(self, "as_of") | errors_of_another(self, "source")
        if errors:
            raise ValidationError(errors)

    def clean_whole(self):
        errors = sum_errors(self.ranges())
        if errors:
            raise ValidationError(errors)

    def ranges(self):
        """{(outcome, group): Range} of what this report states; reads prefetched figures."""
        return {(f.outcome, f.group): f.range for f in self.figures.all()}

    def range_of(self, outcome, group=Group.TOTAL):
        """The stated range; unknown when the source says nothing of it."""
        figures = self.figures.all()
        told = (f.range for f in figures if f.outcome == outcome and f.group == group)
        return next(told, UNKNOWN)


def last_entered_by(incidents):
    """{incident's key: key of the person who entered the last figures that stand}."""
    reports = CasualtyReport.objects.filter(incident__in=incidents)
    newest = reports.order_by("incident_id", "-created_at").distinct("incident_id")
    return dict(newest.values_list("incident_id", "created_by_id"))


# What `Bounded.clean` asks, as a constraint asks it: a bound that is not known is in order.
BOUNDS_IN_ORDER = Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum"))


class Bounded:
    """What a stored number of people knows of its own bounds, whoever states it."""

    def __str__(self):
        return f"{self.get_outcome_display()} {self.get_group_display()}"

    @property
    def range(self):
        return Range(self.minimum, self.maximum, self.qualifier == Qualifier.ABOUT)

    def clean(self):
        super().clean()
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValidationError({"minimum": min_above_max(self.minimum, self.maximum)})
        self.qualifier = self.range.qualifier


class Figure(Bounded, Record):
    """One number of a casualty report: an outcome, a group, and the bounds the source gave."""

    case_path = "report.incident"
    told_alone = False
    joins_sealed = True
    field_policy = Record.field_policy.extended(
        public="outcome group minimum maximum qualifier", internal="report"
    )

    report = models.ForeignKey(
        CasualtyReport,
        models.PROTECT,
        related_name="figures",
        db_index=False,  # the constraint below begins with it
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    minimum = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    qualifier = models.CharField(
        _("how the source put it"),
        max_length=10,
        choices=Qualifier.choices,
        default=Qualifier.EXACT,
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["report", "outcome", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "outcome", "group"], name="figure_once_per_report"
            ),
            models.CheckConstraint(
                condition=BOUNDS_IN_ORDER,
                name="figure_min_not_above_max",
            ),
        ]


def min_above_max(minimum, maximum):
    """The error for bounds that are the wrong way round."""
    return ValidationError(
        _("The smaller number (%(minimum)d) is above the larger one (%(maximum)d)."),
        code="order",
        params={"minimum": minimum, "maximum": maximum},
    )


# ---------------------------------------------------------------- the sum rules

# At the beginning of a sentence.
OUTCOME_FIRST = {
    Outcome.KILLED: _("Killed"),
    Outcome.INJURED: _("Injured"),
    Outcome.MISSING: _("Missing"),
    Outcome.TRAPPED: _("Under the rubble"),
    Outcome.RESCUED: _("Rescued alive"),
}


def parts_minimum(ranges, outcome):
    """The least number of people that the stated parts of an outcome add up to."""

    def least(group):
        return ranges.get((outcome, group), UNKNOWN).minimum or 0

    children = max(least(Group.CHILDREN), least(Group.BOYS) + least(Group.GIRLS))
    adults = max(least(Group.ADULTS), least(Group.MEN) + least(Group.WOMEN))
    return children + adults + least(Group.UNSPECIFIED)


def sum_errors(ranges):
    """An error for each outcome whose parts are more than the total can be.

    Source: domain notes B2: parts' minimum above the total's MAXIMUM is an error (1% of real
    records); above its minimum alone it is common (12%) and only worth a warning.
    """
    return [
        ValidationError(
            _("%(outcome)s: the parts add up to %(parts)d, more than the total of %(total)d."),
            code="parts",
            params={"outcome": OUTCOME_FIRST[outcome], "parts": parts, "total": total},
        )
        for outcome in Outcome
        if (total := ranges.get((outcome, Group.TOTAL), UNKNOWN).maximum) is not None
        and (parts := parts_minimum(ranges, outcome)) > total
    ]
