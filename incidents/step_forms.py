"""The forms of steps that ask more than their row can say: verify, return, amend, merge."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from casework.changes import difference
from casework.forms import fields_only, follow_the_writer
from casework.step_forms import StepForm
from incidents import reading
from incidents.choices import Grade, Sensitivity
from incidents.forms import DetailsForm
from incidents.models import Incident
from incidents.review import COMMENTABLE
from incidents.steps import questions
from incidents.toll import suggested_report


class SeenForm(StepForm):
    """A step's form that knows its case and remembers the version that was shown.

    `layout` names the fields that crispy draws; empty means all of them.
    """

    layout = ()

    def __init__(self, case, user, data=None):
        super().__init__(data, initial={"seen": case.version})
        self.case, self.user = case, user
        self.build()
        follow_the_writer(self)
        self.helper = fields_only(*self.layout)

    def build(self):
        """Add the fields that depend on the case."""


class SubmitForm(SeenForm):
    """Asks for a word only where something odd wants one."""

    def build(self):
        if asked := questions(self.case):
            self.fields["reason"] = forms.CharField(
                label=_("A word to go with it"),
                help_text=" ".join(asked),
                widget=forms.Textarea({"rows": 2}),
            )


class VerifyForm(SeenForm):
    """One whole report is adopted, never a mixture; the place is signed off by itself.

    The radios of `adopted_report` stand in the table of the reports, outside the form's element.
    """

    layout = ("evidence_grade", "location_checked", "sensitivity")

    adopted_report = forms.ModelChoiceField(
        None, label=_("Adopt this report"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose the report whose figures count.")},
    )  # fmt: skip
    evidence_grade = forms.ChoiceField(
        label=_("Evidence"),
        choices=[("", "—"), *(c for c in Grade.choices if c[0] != Grade.UNASSESSED)],
        error_messages={"required": _("Choose how well the evidence carries it.")},
    )
    location_checked = forms.BooleanField(
        label=_("The place is right at this precision"),
        error_messages={"required": _("Check the place, and say so.")},
    )
    sensitivity = forms.ChoiceField(label=_("Sensitivity"), choices=Sensitivity.choices)

    def build(self):
        reports = self.case.casualty_reports.select_related("source").prefetch_related("figures")
        self.fields["adopted_report"].queryset = reports
        self.initial["adopted_report"] = self.case.adopted_report or suggested_report(reports)
        self.initial["sensitivity"] = self.case.sensitivity


class ReturnForm(SeenForm):
    """A comment for each field that needs one; at least one, and a word to go with them."""

    reason = forms.CharField(
        label=_("A word to go with it"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def build(self):
        now = reading.in_short(self.case)
        for name, label in COMMENTABLE.items():
            self.fields[f"on_{name}"] = forms.CharField(
                label=label,
                required=False,
                widget=forms.Textarea({"rows": 1}),
                help_text=format_html("<bdi>{}</bdi>", now[name] or _("unknown")),
            )
        self.order_fields([f"on_{name}" for name in COMMENTABLE])

    def comments(self):
        texts = {name: self.cleaned_data.get(f"on_{name}") for name in COMMENTABLE}
        return [(name, text) for name, text in texts.items() if text]

    def clean(self):
        cleaned = super().clean()
        if not self.comments():
            raise forms.ValidationError(_("Write at least one comment at the field it is about."))
        return cleaned

    def given(self):
        return {"comments": self.comments(), "reason": self.cleaned_data["reason"]}


class AmendForm(DetailsForm):
    """A proposal for a sealed record: another report to adopt, other values, and why."""

    report = forms.ModelChoiceField(
        None, label=_("Figures to adopt"), required=False, empty_label=_("leave as they are")
    )
    why = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))

    def __init__(self, case, data=None):
        self.stored = case
        super().__init__(data, instance=Incident.objects.get(pk=case.pk))
        others = case.casualty_reports.exclude(pk=case.adopted_report_id)
        self.fields["report"].queryset = others.select_related("source")
        self.helper = fields_only(
            Fieldset(_("The proposal"), "report", "why", css_class="ask"), *self.layout()
        )

    def given(self):
        changed = difference(self.stored, self.instance)
        amendable = self.stored.amendable_fields()
        return {
            "reason": self.cleaned_data["why"],
            "report": self.cleaned_data["report"],
            "changes": {name: new for name, (_old, new) in changed.items() if name in amendable},
        }

    def take_errors(self, refused):
        for name, errors in getattr(refused, "error_dict", {None: refused}).items():
            self.add_error("why" if name == "reason" else name if name in self.fields else None,
                           errors)  # fmt: skip


class DecideForm(SeenForm):
    """Accept or decline what was proposed; only a refusal must say why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}))


class AcceptForm(SeenForm):
    reason = forms.CharField(
        label=_("A word to go with it"), required=False, widget=forms.Textarea({"rows": 2})
    )


class PublishForm(SeenForm):
    redaction_confirmed = forms.BooleanField(
        label=_("I have read the public version, and nothing in it endangers anyone."),
        error_messages={"required": _("Read the public version and confirm it.")},
    )


class MergeForm(SeenForm):
    """The survivor is named by its reference: only what the person may see can be found."""

    merged_into = forms.CharField(label=_("The record that remains"), max_length=20)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}))

    def build(self):
        self.fields["merged_into"].help_text = _("Its reference, such as INC-2024-000123.")

    def clean_merged_into(self):
        ref = self.cleaned_data["merged_into"].strip().upper()
        survivor = Incident.objects.visible_to(self.user).filter(ref=ref).first()
        if survivor is None:
            raise forms.ValidationError(_("There is no incident %(ref)s."), params={"ref": ref})
        return survivor
