"""The forms of reports: a claim, and the order to issue."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.machine import people
from accounts.models import User
from casework.forms import CaseForm, fields_only, follow_the_writer
from incidents.ledger import Group, Outcome
from incidents.toll_forms import AsksToll, name_of
from places.models import Area
from sitreps.models import Claim, ClaimFigure, Sitrep

MOMENT = "%Y-%m-%dT%H:%M"
ASKED = (
    (Outcome.KILLED, Group.TOTAL),
    (Outcome.KILLED, Group.CHILDREN),
    (Outcome.KILLED, Group.WOMEN),
    (Outcome.KILLED, Group.MEN),
    (Outcome.INJURED, Group.TOTAL),
    (Outcome.INJURED, Group.CHILDREN),
    (Outcome.INJURED, Group.WOMEN),
    (Outcome.INJURED, Group.MEN),
    (Outcome.MISSING, Group.TOTAL),
)


class LinesField(forms.CharField):
    """Short texts, one a line; cleans to a list without blanks."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea({"rows": 2}))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value):
        for line in value:
            if len(line) > 100:
                raise forms.ValidationError(_("Keep each line below 100 characters."))

    def run_validators(self, value):
        for line in value:
            super().run_validators(line)


class AreasField(forms.ModelMultipleChoiceField):
    """Areas by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, area):
        return area.name


class ClaimForm(AsksToll, CaseForm):
    """Somebody's total for days and areas, in their words."""

    asks = ASKED
    weapons_text = LinesField(
        label=_("Weapons also named"),
        help_text=_("One a line, beyond those on record: heavy shelling."),
    )
    targets_text = LinesField(
        label=_("Places hit also named"),
        help_text=_("One a line, beyond those on record: public spaces."),
    )
    areas = AreasField(label=_("Areas"), queryset=Area.objects.none())

    class Meta:
        model = Claim
        fields = (
            *("source", "attribution", "as_of", "period_start", "period_end", "areas"),
            *("population", "weapons_text", "targets_text", "note", "supersedes", "reason"),
        )
        widgets = {
            "as_of": forms.DateTimeInput({"type": "datetime-local"}, MOMENT),
            "period_start": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "period_end": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "note": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args, scope, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas_of(user)
        claims = Claim.objects.visible_to(user).filter(period_start=scope.first).standing()
        self.fields["supersedes"].queryset = claims
        self.initial = {
            "as_of": timezone.localtime().strftime(MOMENT),
            "period_start": scope.first,
            "period_end": scope.last,
            "areas": [area.pk for area in scope.areas],
        } | self.initial
        follow_the_writer(self)
        self.helper = fields_only(*claim_layout())

    def figures(self):
        """One row for each number that is known."""
        return [
            ClaimFigure(
                outcome=outcome,
                group=group,
                minimum=told.minimum,
                maximum=told.maximum,
                qualifier=told.qualifier,
            )
            for (outcome, group), told in self.ranges().items()
            if told.is_known
        ]


def claim_layout():
    said = (Row(Column("source"), Column("as_of")), "attribution", "note")
    covers = (Row(Column("period_start"), Column("period_end")), "areas", "population")
    return Layout(
        Fieldset(_("Who said what, and when"), *said, css_class="ask"),
        Fieldset(_("For which days and areas"), *covers, css_class="ask"),
        Fieldset(_("The figures"), *(name_of(*pair) for pair in ASKED), css_class="ask"),
        Fieldset(_("What else they named"), "weapons_text", "targets_text", css_class="ask"),
        Fieldset(_("If it changes an earlier total"), "supersedes", "reason", css_class="ask"),
        "submission_key",
    )


def areas_of(user):
    """The service's own areas and every governorate, inside the person's reach."""
    own = user.organisation.areas.values("pk")
    areas = Area.objects.filter(pk__in=own) | Area.objects.filter(level=Area.Level.GOVERNORATE)
    reached = [area.pk for area in areas if user.reaches(area)]
    return Area.objects.filter(pk__in=reached).order_by("path")


class IssueForm(forms.Form):
    """The order to freeze a report. `seen` is the fingerprint of what the person looked at."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (Sitrep.Status.PRELIMINARY, _("Preliminary: figures may still change")),
            (Sitrep.Status.FINAL, _("Final: the day is closed")),
        ],
        widget=forms.RadioSelect,
        initial=Sitrep.Status.PRELIMINARY,
    )
    highlights = forms.CharField(
        label=_("Highlights"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Two or three neutral sentences that stand above the figures; may be blank."),
    )
    prepared_by = forms.ModelChoiceField(label=_("Prepared by"), queryset=User.objects.none())
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = people(User.objects.filter(organisation=user.organisation, is_active=True))
        self.fields["prepared_by"].queryset = colleagues.order_by("username")
        self.fields["prepared_by"].initial = user
        follow_the_writer(self)
        self.helper = fields_only()
