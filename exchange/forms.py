"""The forms that bring a sheet in, read it anew, and name what is remembered of its columns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields_only
from exchange.models import Mapping
from exchange.reading import BOOK_NAMES, TEXT_NAMES


class SheetForm(forms.Form):
    """A file and its kind; sheet and header row are found by themselves where left blank."""

    kind = forms.ChoiceField(label=_("What it holds"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS, CSV or TSV. Nothing is written until you apply it."),
        widget=forms.FileInput({"accept": ",".join(sorted(BOOK_NAMES | TEXT_NAMES))}),
        allow_empty_file=True,
    )
    header_row = forms.IntegerField(
        label=_("Header row"),
        required=False,
        min_value=1,
        help_text=_("The number of the row with the column names; blank to let us find it."),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=100,
        help_text=_("Its name in the workbook; blank to let us find it."),
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.helper = fields_only()


class HeaderForm(forms.Form):
    """Another header row for a sheet that was brought in already."""

    header_row = forms.IntegerField(label=_("Header row"), min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class RereadForm(HeaderForm):
    """Another header row, or another sheet of the same workbook."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, initial={"header_row": sheet.header_row}, **kwargs)
        self.read = sheet
        names = sheet.report.get("sheets", ())
        if len(names) > 1:
            self.fields["sheet"].choices = [(name, name) for name in names]
            self.initial["sheet"] = sheet.sheet
            self.fields["header_row"].required = False
        else:
            del self.fields["sheet"]

    def changed(self):
        """What to read anew: of another sheet, the header row is found again by itself."""
        name = self.cleaned_data.get("sheet")
        if name and name != self.read.sheet:
            return {"name": name}
        return {"header_row": self.cleaned_data["header_row"] or self.read.header_row}


class MappingForm(forms.ModelForm):
    """The name of remembered columns."""

    class Meta:
        model = Mapping
        fields = ("name",)
        widgets = {"name": forms.TextInput({"dir": "auto", "class": "form-control"})}

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        others = Mapping.objects.filter(
            organisation_id=self.instance.organisation_id, kind=self.instance.kind, name=name
        )
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is another of this name. Choose a new one."))
        return name


class ReadAgainForm(forms.Form):
    """Where to look in a file that was kept and could not be read, or not to the end."""

    sheet = SheetForm.base_fields["sheet"]
    header_row = SheetForm.base_fields["header_row"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def asked(self):
        """What was filled in, as the task “read” takes it."""
        given = {"name": self.cleaned_data["sheet"], "header_row": self.cleaned_data["header_row"]}
        return {name: value for name, value in given.items() if value}
