"""What every case's form shares: the receipt, the version that was seen, and the toll's input."""

import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.formsets import BaseFormSet
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.constraints import strange_years

# More than this is a slip of the finger, and would not fit its column.
MOST_PEOPLE = 1_000_000

QUALIFIERS = {
    "exact": pgettext_lazy("qualifier", "exact"),
    "at_least": pgettext_lazy("qualifier", "at least"),
    "up_to": pgettext_lazy("qualifier", "up to"),
    "about": pgettext_lazy("qualifier", "about"),
    "between": pgettext_lazy("qualifier", "between"),
    "unknown": pgettext_lazy("qualifier", "unknown"),
}
ASKED = ("exact", "at_least", "about", "between", "unknown")


def fields_only(*layout):
    """A crispy helper that draws fields alone; case_form.html has the form, token and buttons.

    What a field needs loaded stands in the page's head, once: a script that runs twice answers
    each key twice.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.include_media = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.form_show_errors = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


class CaseForm(forms.ModelForm):
    """A form of a case or of one of its records, filled in once and possibly sent twice.

    `submission_key` reaches a new instance, so that `create` answers a re-sent form with the first
    receipt. `seen` is the version that the person was shown; null on a new case. A correction
    without it could undo a colleague's, so it is refused.
    """

    submission_key = forms.UUIDField(initial=uuid.uuid4, required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        if not self.instance._state.adding:
            self.initial.setdefault("seen", getattr(self.instance, "version", None))
            self.fields["seen"].required = True
        follow_the_writer(self)
        name_the_blanks(self)

    def clean(self):
        cleaned = super().clean()
        # Here too, because a page may reckon with a time before any verb has looked at it.
        for name, sentence in strange_years(self.cleaned_data).items():
            self.add_error(name, sentence)
        key = self.cleaned_data.get("submission_key")
        if key and self.instance._state.adding and hasattr(self.instance, "submission_key"):
            self.instance.submission_key = key
        return cleaned


def follow_the_writer(form):
    """Let each text box take the direction of what is written into it."""
    for field in form.fields.values():
        if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
            field.widget.attrs.setdefault("dir", "auto")


DJANGOS_BLANK = BLANK_CHOICE_DASH[0][1]


def name_the_blanks(form):
    """“Choose…” where an answer is wanted and “—” where none is, for Django's row of dashes."""
    for field in form.fields.values():
        words = _("Choose…") if field.required else "—"
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words if field.empty_label == DJANGOS_BLANK else field.empty_label
        elif isinstance(field, forms.ChoiceField) and ("", DJANGOS_BLANK) in field.choices:
            field.choices = [("", words), *[each for each in field.choices if each[0] != ""]]


def errors_of(forms):
    """All errors of forms, formsets and lists of them: message, label, and the id it is about.

    The id is "" where an error is about the whole form. Unsent forms and None are passed over.
    """
    for form in forms:
        if isinstance(form, (list, tuple)):
            yield from errors_of(form)
        elif isinstance(form, BaseFormSet) and form.is_bound:
            for message in form.non_form_errors():
                yield {"id": "", "label": "", "message": message}
            yield from errors_of(form.forms)
        elif form and form.is_bound:
            yield from errors_of_fields(form)


def errors_of_fields(form):
    for message in form.non_field_errors():
        yield {"id": "", "label": "", "message": message}
    for bound in form:
        where = bound.id_for_label or f"div_{bound.auto_id}"
        for message in bound.errors:
            yield {"id": where, "label": bound.label, "message": message}


class TollWidget(forms.MultiWidget):
    """How sure (radios named `<name>_qualifier`), and `<name>_minimum`, `<name>_maximum`.

    The style sheet hides the numbers that the chosen qualifier does not ask for.
    """

    template_name = "components/toll_input.html"
    use_fieldset = True

    def __init__(self, choices=(), attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 9, "dir": "ltr"}
        parts = {
            "qualifier": forms.RadioSelect(choices=choices),
            "minimum": forms.TextInput(number),
            "maximum": forms.TextInput(number),
        }
        super().__init__(parts, attrs)

    def decompress(self, value):
        value = value or {}
        low, high = value.get("minimum"), value.get("maximum")
        return [value.get("qualifier") or "unknown", high if low is None else low, high]

    def use_required_attribute(self, initial):
        """A number that is folded away could not be filled in."""
        return False

    def id_for_label(self, id_):
        return id_

    def _render(self, template_name, context, renderer=None):
        """From the project's templates, whatever renders the other widgets."""
        return mark_safe(get_template(template_name).render(context))  # noqa: S308


class TollField(forms.MultiValueField):
    """A number of people as it was told; cleans to {"qualifier", "minimum", "maximum"}.

    Null ends are unknown, never 0. "exact" gives both ends the same value, "at_least" leaves the
    maximum null, "up_to" the minimum, "unknown" both. What a hidden box still holds is not read.
    """

    widget = TollWidget
    default_error_messages = {
        "required": _("Choose how sure the number is; “unknown” is an answer."),
        "number": _("Write the number, or choose “unknown”."),
        "both": _("“Between” needs both numbers."),
        "order": _("The first number is larger than the second."),
        "whole": _("Write a whole number, such as 12."),
        "negative": _("A number of people cannot be below 0."),
        "huge": _("This number is too large to be a number of people."),
    }

    def __init__(self, *, qualifiers=ASKED, **kwargs):
        choices = [(name, QUALIFIERS[name]) for name in qualifiers]
        kwargs.setdefault("widget", TollWidget(choices))
        fields = (
            forms.ChoiceField(choices=choices, required=False),
            self.number_field(),
            self.number_field(),
        )
        super().__init__(fields, require_all_fields=False, **kwargs)

    def number_field(self):
        words = self.default_error_messages
        return forms.IntegerField(
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            error_messages={
                "invalid": words["whole"],
                "min_value": words["negative"],
                "max_value": words["huge"],
            },
        )

    def clean(self, value):
        """Only the boxes that the qualifier asks for are read."""
        qualifier, low, high = (list(value or ()) + [None] * 3)[:3]
        if not qualifier and low not in (None, ""):
            qualifier = "exact"
        elif not qualifier and not self.required:
            qualifier = "unknown"
        if qualifier == "unknown":
            low = high = None
        elif qualifier != "between":
            high = None
        return super().clean([qualifier, low, high])

    def compress(self, values):
        qualifier, low, high = values
        if qualifier == "unknown":
            return {"qualifier": qualifier, "minimum": None, "maximum": None}
        if qualifier == "between" and (low is None or high is None):
            raise self.refusal("both")
        if low is None:
            raise self.refusal("number")
        if high is not None and low > high:
            raise self.refusal("order")
        ends = {
            "at_least": (low, None),
            "up_to": (None, low),
            "between": (low, high),
        }
        minimum, maximum = ends.get(qualifier, (low, low))
        return {"qualifier": qualifier, "minimum": minimum, "maximum": maximum}

    def refusal(self, code):
        return ValidationError(self.error_messages[code], code=code)


class DaysInOrder:
    """A form that asks for days from `since` to `until`: the last is not before the first."""

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned
