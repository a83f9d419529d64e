"""The forms that take records out: which columns, in which format, in whose words."""

from django import forms
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from exchange.exporting.formats import FORMATS
from exchange.exports import ExportPreset

LANGUAGES = (
    ("", _("Codes, for programs")),
    ("en", _("Words in English")),
    ("ar", _("Words in Arabic")),
)


class TakingForm(forms.Form):
    """How one shape of records is taken out. Columns that cannot be chosen are not asked for."""

    form = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Headers and choices"), choices=LANGUAGES, widget=forms.RadioSelect, required=False
    )
    right_to_left = forms.BooleanField(label=_("Sheet from right to left"), required=False)
    bom = forms.BooleanField(
        label=_("Mark a CSV as Unicode"),
        required=False,
        help_text=_("Excel needs it to show Arabic; some programs stumble over it."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, layout, choice=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout = layout
        forms_of = [(name, FORMATS[name].title) for name in layout.forms]
        self.fields["form"].choices = forms_of
        readable = layout.readable()
        if layout.fixed:
            del self.fields["columns"], self.fields["language"]
        else:
            self.fields["columns"].choices = [(each.name, each.title) for each in readable]
        for each in self.fields.values():
            each.widget.attrs["class"] = "form-check-input"
        self.initial |= self.first_choice(readable, choice)

    def first_choice(self, readable, choice):
        """What is ticked at first: what was kept, or everything in the shape's first format."""
        rtl = get_language_bidi()
        first = {
            "form": self.layout.forms[0],
            "language": "",
            "right_to_left": rtl,
            "bom": True,
            "columns": [each.name for each in readable],
        }
        if choice is None:
            return first
        kept = {"form": choice.form, "columns": choice.columns or first["columns"]}
        return first | kept | choice.options

    @property
    def column_count(self):
        return len(self.fields["columns"].choices) if "columns" in self.fields else 0

    def clean_columns(self):
        columns = self.cleaned_data["columns"]
        if not columns:
            raise forms.ValidationError(_("Choose at least one column."))
        every = {name for name, _words in self.fields["columns"].choices}
        return [] if set(columns) == every else columns

    def asked(self):
        """What `Asked.of` wants to know; columns empty stand for all of them."""
        given = self.cleaned_data
        return {
            "form": given["form"],
            "columns": given.get("columns", []),
            "language": given.get("language", ""),
            "right_to_left": given["right_to_left"],
            "bom": given["bom"],
        }


class KeepingForm(forms.ModelForm):
    """The name under which a choice is kept."""

    class Meta:
        model = ExportPreset
        fields = ("name",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"dir": "auto"}
        self.fields["name"].label = _("Keep this choice as")

    def _get_validation_exclusions(self):
        """The organisation and the kind are no fields here, and are part of what is unique."""
        return super()._get_validation_exclusions() - {"organisation", "kind"}
