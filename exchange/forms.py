"""The forms that bring a sheet in, read it anew, and name what is remembered of its columns."""

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields_only
from exchange.models import Import, Mapping
from exchange.reading import BOOK_NAMES, TEXT_NAMES


def separator_field(**how):
    return forms.ChoiceField(label=_("Columns are separated by"), required=False, **how)


def separators(found):
    """The choices of a separator; one that we did not choose is shown as it is."""
    known = Import.Separator.choices
    return known if found in Import.Separator else [*known, (found, found)]


class WhereForm(forms.Form):
    """Where the rows stand in a file: all of it is found by itself where it is left blank."""

    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=100,
        help_text=_("Its name in the workbook; blank to let us find it."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    separator = separator_field(
        choices=[("", _("let us find it")), *Import.Separator.choices],
        help_text=_("In a text file: CSV or TSV."),
    )
    header_row = forms.IntegerField(
        label=_("Header row"),
        required=False,
        min_value=1,
        help_text=_("The number of the row with the column names; blank to let us find it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class SheetForm(WhereForm):
    """A file and its kind."""

    kind = forms.ChoiceField(label=_("What it holds"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS, CSV or TSV. Nothing is written until you apply it."),
        widget=forms.FileInput({"accept": ",".join(sorted(BOOK_NAMES | TEXT_NAMES))}),
        allow_empty_file=True,
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        where = HTML("{% include 'exchange/where_open.html' %}"), *WhereForm.base_fields
        self.helper = fields_only("kind", "file", *where, HTML("</details>"))


class HeaderForm(forms.Form):
    """Another header row for a sheet that was brought in already."""

    header_row = forms.IntegerField(label=_("Header row"), min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class RereadForm(HeaderForm):
    """Another header row, another sheet of the same workbook, another separator of a text."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    separator = separator_field()

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, initial={"header_row": sheet.header_row}, **kwargs)
        self.read = sheet
        names = sheet.report.get("sheets", ())
        self.offer("sheet", [(name, name) for name in names] if len(names) > 1 else ())
        self.offer("separator", separators(sheet.separator) if sheet.separator else ())

    def offer(self, field, choices):
        """Let what was found be changed; without choices it is not asked for."""
        if not choices:
            del self.fields[field]
            return
        self.fields[field].choices = choices
        self.initial[field] = getattr(self.read, field)
        self.fields["header_row"].required = False

    def changed(self):
        """What to read anew: of another sheet, the header row is found again by itself; by another
        separator it is the same, and found again where it was blanked."""
        said, read = self.cleaned_data, self.read
        if (name := said.get("sheet") or read.sheet) != read.sheet:
            return {"name": name}
        if (separator := said.get("separator") or read.separator) != read.separator:
            return {"separator": separator, "header_row": said["header_row"]}
        return {"header_row": said["header_row"] or read.header_row}


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


class ReadAgainForm(WhereForm):
    """Where to look in a file that was kept and could not be read, or not to the end."""

    def asked(self):
        """What was filled in, as the task “read” takes it."""
        said = self.cleaned_data
        given = {
            "name": said["sheet"],
            **{name: said[name] for name in ("separator", "header_row")},
        }
        return {name: value for name, value in given.items() if value}
