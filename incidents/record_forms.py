"""The forms of what hangs on an incident: figures, sources, parties, damage, responses, files."""

from crispy_forms.layout import HTML, Column, Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import CaseForm, fields_only
from incidents.choices import Action
from incidents.forms import SOURCE_KINDS, moment_input
from incidents.models import (
    Attribution,
    CasualtyReport,
    Damage,
    DuplicateAnswer,
    FieldComment,
    IncidentFile,
    Response,
    Source,
)
from incidents.toll_forms import LABELS, RARE, AsksToll, figures_of, name_of


class RecordForm(CaseForm):
    """A new record takes the form's own key, so that a re-sent form cannot add it twice."""

    def __init__(self, *args, incident, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident, self.by = incident, by
        self.initial["seen"] = incident.version
        if self.instance._state.adding:
            self.instance.incident = incident

    def clean(self):
        cleaned = super().clean()
        key = self.cleaned_data.get("submission_key")
        if key and self.instance._state.adding:
            self.instance.pk = key
        return cleaned

    def records(self):
        """What to save, parents first."""
        return [self.instance]


class SourceForm(RecordForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=SOURCE_KINDS)
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Source
        fields = (
            "kind", "name", "identity", "protected", "url", "published_at",
            "reliability", "credibility",
        )  # fmt: skip
        widgets = {"published_at": moment_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.keep_identity()

    def keep_identity(self):
        """Whoever may not read who it is may not be shown it in a box either, nor unmask it."""
        for name in self.instance.kept_from(self.by):
            del self.fields[name]
        if self.instance.kind == Source.Kind.SHEET:
            self.fields["kind"].choices = Source.Kind.choices


class AttributionForm(RecordForm):
    class Meta:
        model = Attribution
        fields = ("actor", "standing", "source", "basis")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = self.incident.sources.all()


class DamageForm(RecordForm):
    class Meta:
        model = Damage
        fields = ("facility", "site", "level", "count", "note")


class ResponseForm(RecordForm):
    actions = forms.MultipleChoiceField(
        label=_("What they did"),
        choices=Action.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Response
        fields = (
            "organisation", "actions", "arrived_at", "ended_at", "rescued", "bodies_recovered",
            "transferred", "note",
        )  # fmt: skip
        widgets = {"arrived_at": moment_input(), "ended_at": moment_input()}


class FiguresForm(AsksToll, RecordForm):
    """One dated report of the toll: a new number is a new report, nothing is overwritten."""

    asks = tuple(LABELS)
    source_kind = forms.ChoiceField(
        label=_("Kind of source"), choices=[("", "—"), *SOURCE_KINDS], required=False
    )
    source_name = forms.CharField(label=_("Its name"), max_length=200, required=False)

    class Meta:
        model = CasualtyReport
        fields = ("source", "as_of", "population", "preliminary", "wording", "reason")
        widgets = {"as_of": moment_input(), "wording": forms.Textarea({"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        source.queryset, source.required = self.incident.sources.all(), False
        source.empty_label = _("another, named below")
        common = [pair for pair in self.asks if pair not in RARE]
        rare = [name_of(*pair) for pair in RARE]
        self.helper = fields_only(
            Fieldset(
                _("Who said so, and when?"),
                "source",
                Row(Column("source_kind"), Column("source_name")),
                Row(Column("as_of"), Column("population")),
                "preliminary",
                css_class="ask",
            ),
            Fieldset(_("How many people?"), *(name_of(*pair) for pair in common), css_class="ask"),
            Fieldset(
                "",
                HTML("{% include 'incidents/fields/fold_open.html' %}"),
                *rare,
                HTML("</details>"),
                css_class="ask",
            ),
            Fieldset(_("In their words"), "wording", "reason", css_class="ask"),
            "submission_key",
            "seen",
        )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("source") and "source" not in self.errors:
            if not cleaned.get("source_kind"):
                self.add_error("source", _("Say who told us: choose a source or name one."))
            cleaned["source"] = Source(
                incident=self.incident,
                kind=cleaned.get("source_kind", ""),
                name=cleaned.get("source_name", ""),
            )
        return cleaned

    def _get_validation_exclusions(self):
        """A source that is named here is saved, and checked, together with the report."""
        return super()._get_validation_exclusions() | {"source"}

    def records(self):
        report = self.instance
        new = [report.source] if report.source._state.adding else []
        return [*new, report, *figures_of(report, self.ranges())]


class FileForm(RecordForm):
    upload = forms.FileField(label=_("File"))

    class Meta:
        model = IncidentFile
        fields = ("upload", "caption", "received_from", "captured_at")
        widgets = {"captured_at": moment_input()}

    field_order = ("upload", "caption", "received_from", "captured_at")


class CommentAnswerForm(RecordForm):
    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = FieldComment
        fields = ("answer",)


class VerdictForm(forms.Form):
    """A person's word on whether two records are one event."""

    verdict = forms.ChoiceField(choices=DuplicateAnswer.Verdict.choices)


# What may be added to an incident under /incidents/<ref>/<kind>/new/, and mended.
FORMS = {
    "figures": FiguresForm,
    "source": SourceForm,
    "attribution": AttributionForm,
    "damage": DamageForm,
    "response": ResponseForm,
    "file": FileForm,
}
TITLES = {
    "figures": _("Add figures"),
    "source": _("Add a source"),
    "attribution": _("Name a party"),
    "damage": _("Add damage"),
    "response": _("Add a response"),
    "file": _("Attach a file"),
}
# A casualty report is never changed, and a file is kept as it came.
MENDABLE = ("source", "attribution", "damage", "response")
