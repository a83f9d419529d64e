"""What a page of figures covers: days and an area, from its address, and links with that filter."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from places.forms import PlaceField
from places.models import Area
from sitreps.ordnance_week import week_start
from sitreps.scope import EARLIEST

# Days that one page may cover: more than a war's length would be a slip of the hand.
LONGEST = timedelta(days=366 * 30)
LATEST = date(2199, 12, 31)


def month_start(day):
    return day.replace(day=1)


def year_start(day):
    return day.replace(month=1, day=1)


# name: (words, the first day of the period that ends today)
PERIODS = {
    "today": (_("Today"), lambda today: today),
    "week": (_("This week"), week_start),
    "month": (_("This month"), month_start),
    "days30": (_("Last 30 days"), lambda today: today - timedelta(days=29)),
    "year": (_("This year"), year_start),
}
USUAL = "days30"


@dataclass(frozen=True)
class Asked:
    """First and last day, both included, and the area; None is all that the person may see."""

    first: date
    last: date
    area: Area | None = None
    period: str = ""

    @property
    def days(self):
        return (self.last - self.first).days + 1

    @property
    def paths(self):
        return [self.area.path] if self.area else []

    def incidents_url(self, **narrowed):
        """The list of exactly the incidents that these days and this narrowing count."""
        return self.list_url("incidents:list", {"counted": "reported"} | narrowed)

    def tickets_url(self, **narrowed):
        return self.list_url("ordnance:list", {"state": "counted"} | narrowed)

    def list_url(self, name, narrowed):
        asked = {"since": self.first.isoformat(), "until": self.last.isoformat()} | narrowed
        if self.area:
            asked["area"] = self.area.pcode
        return f"{reverse(name)}?{urlencode({k: v for k, v in asked.items() if v})}"

    def address(self, **changed):
        """This page with another period, for the same area."""
        asked = changed or {"since": self.first.isoformat(), "until": self.last.isoformat()}
        if self.area:
            asked["area"] = self.area.pcode
        return f"{reverse('sitreps:figures')}?{urlencode(asked)}"


def day_field(label):
    """A day from which periods can be counted back and on: the first and last years have no
    neighbours."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )


class PeriodForm(forms.Form):
    """Days and an area. What is blank or makes no sense falls back to the usual period."""

    since = day_field(_("From"))
    until = day_field(_("To"))
    area = PlaceField(label=_("Area and below"), required=False)
    period = forms.ChoiceField(
        required=False, choices=[(name, words) for name, (words, _first) in PERIODS.items()]
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last day is before the first."))
        if first and last and last - first > LONGEST:
            self.add_error("since", _("This is more than thirty years. Ask for fewer."))
        return cleaned

    def asked(self, today):
        """What was asked, as far as it can be read; `today` is the organisation's local day."""
        self.is_valid()
        given = self.cleaned_data
        area = given.get("area") or None
        period = given.get("period") or USUAL
        if given.get("since") or given.get("until"):
            last = given.get("until") or max(today, given["since"])
            return Asked(given.get("since") or last - timedelta(days=29), last, area)
        return Asked(PERIODS[period][1](today), today, area, period)
