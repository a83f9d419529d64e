"""What anybody fills in on the public page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ordnance.models import PublicReport
from ordnance.public_reports import HowMany

NOT_SURE = _("Not sure")
NEAR = [("yes", _("Yes")), ("no", _("No")), ("", NOT_SURE)]


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files from one box, as a list; none of them can make the report fail."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [each for each in data or () if each]


class PublicReportForm(forms.ModelForm):
    """A place is all that must be said. `website` is a trap that only machines see and fill in."""

    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    how_many = forms.ChoiceField(
        choices=[*HowMany.choices, ("", NOT_SURE)], required=False, widget=forms.RadioSelect
    )
    people_near = forms.TypedChoiceField(
        choices=NEAR,
        required=False,
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    photo = PhotosField(required=False)

    class Meta:
        model = PublicReport
        fields = ["place_said", "near_said", "looks_like", "how_many", "people_near", "phone"]
        error_messages = {
            "place_said": {"required": _("Say where it is: a village, a town or a camp.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looks_like"].required = False

    def clean_looks_like(self):
        return self.cleaned_data["looks_like"] or "unknown"

    def report(self):
        """The unsaved report; `submission_key` tells a form sent twice from two reports."""
        if self.cleaned_data["submission_key"]:
            self.instance.submission_key = self.cleaned_data["submission_key"]
        return self.instance
