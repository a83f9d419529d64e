"""Form fields for a place and for a point; both work typed, pasted or picked."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from places.coordinates import Point, check_in_country, doubts, read_point
from places.models import Area

MOST_CANDIDATES = 10
without_nul = ProhibitNullCharactersValidator()


class Chosen(NamedTuple):
    """What a place box sends: the p-code that was picked, if any, and the text that was typed."""

    pcode: str
    text: str


class PlaceInput(forms.TextInput):
    """A text box that offers places while one types; without a script, after one submits.

    The picked p-code travels under the field's own name, what was typed under `<name>_text`.
    Either alone is enough, and a name sent under the field's own name is taken as typed.
    `recent` are areas to offer while the box is empty: whoever makes the form knows them.
    """

    template_name = "places/place_input.html"
    candidates = ()
    recent = ()

    class Media:
        js = ["js/places.js"]

    def __init__(self, attrs=None, levels=None):
        super().__init__(attrs)
        self.levels = levels

    def value_from_datadict(self, data, files, name):
        picked = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        picked = [each for each in picked if each]
        return Chosen(picked[-1] if picked else "", (data.get(f"{name}_text") or "").strip())

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_text" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        if isinstance(value, Area):
            value = Chosen(value.pcode, value.label)
        context |= {
            "chosen": value or Chosen("", ""),
            "candidates": self.candidates,
            "recent": () if self.candidates else self.recent,
            "levels": ",".join(str(int(level)) for level in self.levels or []),
        }
        return context

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PlaceField(forms.Field):
    """Cleans to an Area: of the p-code that was picked, or of the one place called as typed.

    Several places of that name, or none, is an error, and the widget then offers candidates to
    choose from. `levels` limits what counts, e.g. to communities.
    """

    widget = PlaceInput
    default_error_messages = {
        "required": _("Say where: a town, or a larger area if the town is not known."),
        "ambiguous": ngettext_lazy(
            "%(count)s place is called “%(text)s”: choose it.",
            "%(count)s places are called “%(text)s”: choose one.",
            "count",
        ),
        "alike": _("No place is called “%(text)s”. Choose one of these, or write it otherwise."),
        "unknown": _(
            "No place is called “%(text)s”. Check the spelling, or name the larger area it lies in."
        ),
    }

    def __init__(self, *, levels=None, **kwargs):
        super().__init__(**kwargs)
        self.levels = self.widget.levels = levels

    def prepare_value(self, value):
        if isinstance(value, (Area, Chosen)) or not value:
            return value
        column = "pk" if isinstance(value, int) else "pcode"
        return Area.objects.with_parents().filter(**{column: value}).first()

    def to_python(self, value):
        if not isinstance(value, Chosen):
            value = Chosen(getattr(value, "pcode", value) or "", "")
        without_nul(value.pcode + value.text)
        picked = self._picked(value)
        if picked:
            return picked
        text = value.text or value.pcode
        return self._resolve(text) if text else None

    def _picked(self, value):
        """The picked area, unless something else was typed over it since."""
        areas = Area.objects.at(self.levels).with_parents()
        area = areas.filter(pcode=value.pcode).first() if value.pcode else None
        if area and value.text and value.text != area.label:
            return area if area in self._candidates(value.text) else None
        return area

    def _candidates(self, text):
        found = list(Area.objects.called(text, self.levels))
        return found or list(Area.objects.search(text, MOST_CANDIDATES, self.levels))

    def _resolve(self, text):
        meant = Area.objects.meant_by(text, self.levels)
        if len(meant) == 1:
            return meant[0]
        self.widget.candidates = meant or self._candidates(text)
        params = {"text": text, "count": len(meant)}
        code = "ambiguous" if meant else "alike" if self.widget.candidates else "unknown"
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data):
        before = self.prepare_value(initial)
        try:
            return self.to_python(data) != before
        except ValidationError:
            return True


class PointInput(forms.TextInput):
    """A text box whose point is read back while one types; `place` names the place's box."""

    template_name = "places/point_input.html"

    def __init__(self, attrs=None, place="place"):
        super().__init__(
            {"autocomplete": "off", "inputmode": "text", "dir": "ltr", **(attrs or {})}
        )
        self.place = place

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"place": self.place}

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PointField(forms.CharField):
    """Cleans to a Point inside the country, or to None where nothing was written."""

    widget = PointInput

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "help_text",
            _("Like 36.1379, 36.8284, or an MGRS reference, or a link copied from a map."),
        )
        super().__init__(empty_value=None, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, tuple):
            latitude, longitude = value[:2]
            return "" if latitude is None else f"{latitude}, {longitude}"
        return value

    def to_python(self, value):
        if isinstance(value, Point):
            return value
        text = super().to_python(value)
        return read_point(text) if text else None

    def validate(self, value):
        super().validate(value)
        if value:
            check_in_country(value)

    def has_changed(self, initial, data):
        try:
            written = self.to_python(data)
        except ValidationError:
            return True
        before = initial[:2] if initial and initial[0] is not None else None
        return (written[:2] if written else None) != before


def odd_about_point(form):
    """Sentences on a point that was just written and lies oddly for its place: without a script
    nobody has read them yet. A form that hides the point from a person says nothing of it."""
    if not {"point", "place"}.intersection(form.changed_data):
        return []
    point, place = form.cleaned_data.get("point"), form.cleaned_data.get("place")
    return [str(doubt) for doubt in doubts(point, place)] if point else []
