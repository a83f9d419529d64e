"""The form that brings a sheet in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import fields_only
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
        help_text=_("Its name in the workbook; blank for the first one."),
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
