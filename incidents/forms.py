"""The forms of an incident itself: the flash report and the details."""

from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Column, Div, Field, Fieldset, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import CaseForm, fields_only
from casework.recent_places import recent_places
from incidents import duplicates, reading
from incidents.choices import DatePrecision, Flag, TimePrecision, Weapon
from incidents.ledger import CasualtyReport
from incidents.ledger import Group as Of
from incidents.models import Incident, Source
from incidents.moments import sure_of_time
from incidents.toll_forms import FLASH, AsksToll, figures_of, name_of
from places.coordinates import Point
from places.forms import PlaceField, PointField

# What a caller can say in a word; the details have the whole list.
FLASH_WEAPONS = (
    (Weapon.AIRSTRIKE, _("Airstrike")),
    (Weapon.ARTILLERY, _("Artillery or mortar")),
    (Weapon.ROCKET, _("Rocket or missile")),
    (Weapon.DRONE_STRIKE, _("Drone")),
    (Weapon.MINE_IED, _("Mine or object left behind")),
    (Weapon.UNKNOWN, _("Other or unsure")),
)
SURE_OF_TIME = (
    (TimePrecision.EXACT, TimePrecision.EXACT.label),
    (TimePrecision.APPROXIMATE, TimePrecision.APPROXIMATE.label),
)
# A sheet is a source only where one was imported.
SOURCE_KINDS = [choice for choice in Source.Kind.choices if choice[0] != Source.Kind.SHEET]

CARDS = "incidents/fields/cards.html"
CHIPS = "incidents/fields/chips.html"
SEGMENTS = "incidents/fields/segments.html"
HOW_MANY = HTML("{% include 'incidents/fields/how_many.html' %}")
SIMILAR = HTML("{% include 'incidents/fields/similar_here.html' %}")
UNSURE = HTML("{% include 'incidents/fields/unsure_open.html' %}")
FOLD_ENDS = HTML("</details>")
MOMENT = "%Y-%m-%dT%H:%M"
# A page that a device kept is older than the day it offers: the script sets these anew.
NOW = {"data-now": True}


def day_input(**attrs):
    return forms.DateInput({"type": "date", **attrs}, format="%Y-%m-%d")


def moment_input(**attrs):
    return forms.DateTimeInput({"type": "datetime-local", **attrs}, format=MOMENT)


def time_input():
    return forms.TimeInput({"type": "time"}, format="%H:%M")


def local_now(user):
    """The moment it is where the person's organisation works."""
    zone = user.organisation.time_zone if user.organisation else None
    return timezone.localtime(timezone.now(), ZoneInfo(zone) if zone else None)


def local_today(user):
    return local_now(user).date()


class WhenForm(CaseForm):
    """What both forms ask of the hour: a time, or a part of the day, or neither."""

    place = PlaceField(label=_("Place"))

    def clean(self):
        cleaned = super().clean()
        told = (cleaned.get(name) for name in ("time", "part_of_day", "time_precision"))
        return cleaned | {"time_precision": sure_of_time(*told)}


class FlashForm(AsksToll, WhenForm):
    """The report of a minute: where, when, what, how many, who said so."""

    asks = FLASH
    unsure_of_day = forms.BooleanField(label=_("Unsure of the day"), required=False)
    time_precision = forms.ChoiceField(
        label=_("The time is"),
        choices=SURE_OF_TIME,
        initial=TimePrecision.APPROXIMATE,
        required=False,
        widget=forms.RadioSelect,
    )
    weapon = forms.ChoiceField(
        label=_("What?"),
        choices=FLASH_WEAPONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was; “unsure” is an answer.")},
    )
    # None is chosen beforehand: the kind of source weighs the figures, and haste would choose ours.
    source_kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=SOURCE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who told us.")},
    )
    source_name = forms.CharField(
        label=_("Team or name"),
        max_length=200,
        required=False,
        help_text=_("Not published. Leave it out where the name could endanger anyone."),
    )
    as_of = forms.DateTimeField(
        label=_("When did they say so?"), required=False, widget=moment_input(**NOW)
    )
    wording = forms.CharField(
        label=_("In their words"), required=False, widget=forms.Textarea({"rows": 2})
    )

    class Meta:
        model = Incident
        fields = (
            "place", "site_name", "occurred_on", "time", "time_precision", "part_of_day", "weapon",
        )  # fmt: skip
        widgets = {"occurred_on": day_input(**NOW), "time": time_input()}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        now = local_now(by)
        self.fields["occurred_on"].initial = now.date()
        self.fields["as_of"].initial = now
        self.fields["place"].widget.recent = recent_places(by)
        self.helper = fields_only(*self.layout())

    def layout(self):
        tolls = [name_of(*pair) for pair in self.asks]
        return (
            Fieldset(_("Where?"), "place", "site_name", css_class="ask"),
            Fieldset(
                _("When?"),
                Row(
                    Column("occurred_on", css_class="col-7"),
                    Column("time", css_class="col-5"),
                    css_class="gx-2",
                ),
                UNSURE,
                Field("time_precision", template=SEGMENTS),
                "part_of_day",
                "unsure_of_day",
                FOLD_ENDS,
                css_class="ask",
            ),
            Fieldset(_("What?"), Field("weapon", template=CARDS), css_class="ask"),
            SIMILAR,
            Fieldset(_("How many people?"), HOW_MANY, *tolls, css_class="ask"),
            Fieldset(
                _("Who told us?"),
                Field("source_kind", template=CHIPS),
                "source_name",
                "as_of",
                "wording",
                css_class="ask",
            ),
            "submission_key",
        )

    def clean(self):
        cleaned = super().clean()
        unsure = cleaned.get("unsure_of_day")
        self.instance.date_precision = DatePrecision.UNKNOWN if unsure else DatePrecision.DAY
        return cleaned

    def told(self):
        """The totals by outcome, as duplicates are scored by."""
        return {outcome: told for (outcome, group), told in self.ranges().items()
                if group == Of.TOTAL and told.is_known}  # fmt: skip

    def likely(self):
        """What may be the same event, the likeliest first; none until place and day are known."""
        if "occurred_on" in self.errors or not self.instance.place_id:
            return []
        found = duplicates.candidates(self.instance, self.by, self.told())
        own = self.instance.submission_key  # sent before, and sent again: it is no other event
        return [one for one in found if one.incident.submission_key != own]

    def is_unsure(self):
        """Whether the fold about what is not sure of the day and the hour holds an answer."""
        held = ("part_of_day", "unsure_of_day")
        about = self["time_precision"].value() == TimePrecision.APPROXIMATE
        return not about or any(self[name].value() for name in held)

    def records(self, incident):
        """The unsaved source, casualty report and figures, parents first.

        The report's key is the form's own, so that a re-sent form cannot add it twice.
        """
        given = self.cleaned_data
        source = Source(incident=incident, kind=given["source_kind"], name=given["source_name"])
        report = CasualtyReport(
            pk=self.instance.submission_key,
            incident=incident,
            source=source,
            as_of=given["as_of"] or timezone.now(),
            wording=given["wording"],
        )
        return [source, report, *figures_of(report, self.ranges())]

    def told_otherwise(self, incident):
        """What was told of place, time and weapon and the record does not say, in words; or ""."""
        lines = zip(reading.told_of(self.instance), reading.told_of(incident), strict=True)
        return " · ".join(
            f"{label}: {mine}"
            for (label, mine), (_label, theirs) in lines
            if mine not in ("", theirs)
        )


# The fields of the details that a reviewer comments on; the layout has a place for each.
MENDED_HERE = ("place", "occurred_on", "weapon", "narrative")


def answer_name(comment):
    return f"answer_{comment.pk.hex}"


class DetailsForm(WhenForm):
    """Everything about an incident that a person may write; figures and sources are records."""

    point = PointField(label=_("Point"), required=False)
    flags = forms.MultipleChoiceField(
        label=_("Marks"),
        choices=Flag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Incident
        fields = (
            "place", "site_name", "geo_precision", "occurred_on", "occurred_until",
            "date_precision", "time", "time_precision", "part_of_day", "weapon", "munition",
            "facility", "title", "narrative", "flags", "sensitivity", "external_id",
        )  # fmt: skip
        widgets = {
            "occurred_on": day_input(),
            "occurred_until": day_input(),
            "time": time_input(),
            "narrative": forms.Textarea({"rows": 5}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance
        if held.latitude is not None:
            self.initial["point"] = Point(held.latitude, held.longitude)
        self.fields["munition"].empty_label = _("Unknown")
        self.asked = reading.asked(held)
        self.questions = {
            name: [comment for comment in self.asked[name] if not comment.answer]
            for name in MENDED_HERE
            if name in self.asked
        }
        for name in self.questions:
            self.ask_at(name)
        self.helper = fields_only(*self.layout())

    def ask_at(self, name):
        """The reviewer's words stand at the field, with a box for the author's answer to each."""
        described = f"asked-{name}"
        if self.fields[name].help_text:
            described += f" id_{name}_helptext"
        self.fields[name].widget.attrs["aria-describedby"] = described
        for comment in self.questions[name]:
            self.fields[answer_name(comment)] = forms.CharField(
                label=_("Your answer"),
                required=False,
                widget=forms.Textarea({"rows": 1, "dir": "auto"}),
                help_text=_("To the reviewer. Every comment is answered before it is sent again."),
            )

    def asked_at(self, name):
        """What the layout has at a field that a reviewer asks about, above the field itself."""
        if name not in self.questions:
            return ()
        words = (
            "{%% include 'incidents/fields/asked.html' with comments=form.asked.%s name='%s' %%}"
        )
        answers = [answer_name(comment) for comment in self.questions[name]]
        return (Div(HTML(words % (name, name)), *answers, css_class="asked"),)

    def answers(self):
        """(comment, answer) of what the author answered here."""
        waiting = [comment for comments in self.questions.values() for comment in comments]
        given = [(comment, self.cleaned_data.get(answer_name(comment))) for comment in waiting]
        return [(comment, answer) for comment, answer in given if answer]

    def layout(self):
        return (
            Fieldset(
                _("Where"),
                *self.asked_at("place"),
                "place",
                "site_name",
                "point",
                "geo_precision",
                css_class="ask",
            ),
            Fieldset(
                _("When"),
                *self.asked_at("occurred_on"),
                Row(Column("occurred_on"), Column("occurred_until")),
                "date_precision",
                Row(Column("time"), Column("time_precision")),
                "part_of_day",
                css_class="ask",
            ),
            Fieldset(
                _("What"),
                *self.asked_at("weapon"),
                "weapon",
                "munition",
                "facility",
                "flags",
                css_class="ask",
            ),
            Fieldset(
                _("In words"),
                "title",
                *self.asked_at("narrative"),
                "narrative",
                css_class="ask",
            ),
            Fieldset(_("Keeping"), "sensitivity", "external_id", css_class="ask"),
            "seen",
        )

    def clean(self):
        cleaned = super().clean()
        if "point" in cleaned:
            point = cleaned["point"]
            self.instance.latitude, self.instance.longitude = point[:2] if point else (None, None)
            if point and not cleaned.get("geo_precision"):
                self.add_error(
                    "geo_precision", _("Say how far the true spot may be from this point.")
                )
        return cleaned

    def add_error(self, field, error):
        """The model speaks of two coordinates, the form has one box for them."""
        names = getattr(error, "error_dict", None)
        if field is None and names:
            for name in {"latitude", "longitude"} & names.keys():
                names["point"] = names.pop(name)
        super().add_error(field, error)
