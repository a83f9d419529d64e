"""The form of a workflow step, made from the step's own row: what it needs and what it takes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields_only, follow_the_writer, name_the_blanks
from places.coordinates import Point
from places.forms import PlaceField, PointField

POINT = ("latitude", "longitude")


class StepForm(forms.Form):
    """Holds the version that was shown; `given()` is what `actions.move` takes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def given(self):
        """The answers by name, without the version and with a point as its two coordinates."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "point" in answers:
            point = answers.pop("point")
            answers |= dict(zip(POINT, point[:2] if point else (None, None), strict=True))
        return answers

    def take_errors(self, refused):
        """Put a verb's ValidationError where its fields are, the rest above the form."""
        for name, errors in getattr(refused, "error_dict", {None: refused}).items():
            name = "point" if name in POINT else name
            self.add_error(name if name in self.fields else None, errors)


def step_form(case, step, data=None, *, files=None):
    """A form for one step of one case, filled with what the case already says."""
    names = dict.fromkeys((*step.needs, *step.takes))
    if "latitude" in names:
        names = dict.fromkeys("point" if n in POINT else n for n in names)
    form = StepForm(data, files, initial={"seen": case.version, **known(case, names)})
    for name in names:
        form.fields[name] = field_for(case, step, name)
    follow_the_writer(form)
    name_the_blanks(form)
    form.helper = fields_only()
    return form


def known(case, names):
    """What the case already holds under these names, to be shown and corrected."""
    point = Point(case.latitude, case.longitude) if case.latitude is not None else None
    values = {name: getattr(case, name) for name in names if hasattr(type(case), name)}
    return values | ({"point": point} if "point" in names else {})


def field_for(case, step, name):
    """The form field of one input: the app's own, the reason, a place, a point, or the model's."""
    required = name in step.needs
    if name in case.workflow.inputs:
        field = case.workflow.inputs[name](case)
    elif name == "reason":
        field = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))
    elif name == "place":
        field = PlaceField(label=_("Place"))
    elif name == "point":
        field = PointField(label=_("Point"))
    else:
        field = case._meta.get_field(name).formfield()
    field.required = required
    return field
