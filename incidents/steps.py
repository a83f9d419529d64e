"""Guards and effects of the incident's steps: why not, and what else a step does."""

from copy import copy
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.actions import check_and_save, save_records
from casework.constraints import fault_of
from incidents.choices import Grade, Sensitivity
from incidents.doubts import asked_at_submission
from incidents.duplicates import unanswered, undecided

OWN_TEAM = "responder_team"
POINT = {"latitude", "longitude", "geo_precision"}
# After this long any reviewer may put a claimed incident back into the queue.
CLAIM_HOLDS = timedelta(hours=24)

# ---------------------------------------------------------------- guards: "" or the reason why not


def ready_to_submit(incident, user):
    if not incident.sources.exists():
        return _("Say who told us: add at least one source.")
    if not incident.casualty_reports.exists():
        return _("Add what is known of the toll; “unknown” is an answer.")
    if incident.comments.filter(answer="").exists():
        return _("Answer every comment of the reviewer first.")
    if waiting := unanswered(incident, user):
        refs = ", ".join(candidate.incident.ref for candidate in waiting)
        return _("Say whether this is the same event as %(refs)s.") % {"refs": refs}
    return ""


def not_the_author(incident, user):
    if incident.created_by_id == user.pk:
        return _("Somebody else must review what you logged.")
    return ""


def may_release(incident, user):
    """Only the reviewer who claimed it puts it back, until the claim has grown old."""
    if incident.claimed_by_id in (None, user.pk):
        return ""
    free_at = incident.claimed_at + CLAIM_HOLDS
    if timezone.now() < free_at:
        return _("%(person)s is reviewing it, until %(time)s at most.") % {
            "person": incident.claimed_by,
            "time": date_format(timezone.localtime(free_at), "j M H:i"),
        }
    return ""


def may_decide(incident, user):
    if refusal := not_the_author(incident, user):
        return refusal
    if incident.figures_by_id == user.pk:
        return _("You entered its latest figures: another reviewer must verify it.")
    return ""


def may_publish(incident, user):
    if incident.sensitivity != Sensitivity.PUBLIC:
        return _("Its sensitivity is not “public”.")
    if incident.verified_by_id == user.pk:
        return _("You verified it: somebody else publishes it.")
    return ""


def was_published(incident, user):
    if incident.published_at is None:
        return _("It was never published: it was taken back with its import.")
    return ""


def was_taken_back(incident, user):
    if incident.published_at is not None:
        return _("A publisher withdrew it: only a publisher puts it back.")
    return ""


def may_accept(incident, user):
    """To accept is to verify anew: not by the author, the proposer, or who entered the figures."""
    if refusal := not_the_author(incident, user):
        return refusal
    amendment = open_amendment(incident)
    if amendment and amendment.created_by_id == user.pk:
        return _("You proposed this amendment: another reviewer must accept it.")
    if user.pk == entered_by(incident, amendment):
        return _("You entered these figures: another reviewer must accept them.")
    return ""


def entered_by(incident, amendment):
    """Key of whoever entered the figures that an amendment leaves in force."""
    if amendment and amendment.report:
        return amendment.report.created_by_id
    return incident.figures_by_id


# ---------------------------------------------------------------- effects, under the verb's lock


def submitted(incident, by, given):
    """What is odd and may be right wants a word, which the history keeps."""
    asked = questions(incident)
    if asked and not given["reason"].strip():
        raise ValidationError({"reason": asked})


def questions(incident):
    """What whoever submits it must answer with a word."""
    reports = incident.casualty_reports.prefetch_related("figures")
    return asked_at_submission(incident.place, [report.ranges() for report in reports])


def verified(incident, by, given):
    """The figure and the grade must be borne out by the record's own sources.

    Whose figures they are is asked of the report that is adopted: others may have been entered
    since, or it may have come with a merge.
    """
    if not incident.location_checked:
        raise ValidationError({"location_checked": _("Check the place, and say so.")})
    if lacks_precision(incident):
        sentence = _("Its details do not say how far the true spot may be from the point.")
        raise ValidationError({"location_checked": sentence})
    if incident.adopted_report.created_by_id == by.pk:
        raise ValidationError(
            {"adopted_report": _("You entered these figures: another reviewer must adopt them.")}
        )
    if incident.evidence_grade == Grade.UNASSESSED:
        raise ValidationError({"evidence_grade": _("Choose how well the evidence carries it.")})
    if incident.evidence_grade in (Grade.FAIR, Grade.CONFIRMED) and not borne_out(incident):
        raise ValidationError(
            {
                "evidence_grade": _(
                    "“Fair” and “confirmed” need two independent sources or our own team's report."
                )
            }
        )
    if waiting := undecided(incident, by):
        refs = ", ".join(candidate.incident.ref for candidate in waiting)
        raise ValidationError(_("First decide whether it is %(refs)s.") % {"refs": refs})


def lacks_precision(incident):
    """Whether it has a point that is worth nothing yet: the true spot may be anywhere around."""
    return incident.latitude is not None and not incident.geo_precision


def borne_out(incident):
    sources = list(incident.sources.all())
    if any(source.kind == OWN_TEAM for source in sources):
        return True
    return len({(source.kind, source.name, source.url) for source in sources}) >= 2


def public_version_read(incident, by, given):
    """Publishing is its own act: somebody read what a stranger would, and said so."""
    if not given["redaction_confirmed"]:
        sentence = _("Read the public version and confirm it.")
        raise ValidationError({"redaction_confirmed": sentence})


def commented(incident, by, given):
    """`comments` is a list of (field name, text); earlier answered comments stay."""
    if not all(text.strip() for _field, text in given["comments"]):
        raise ValidationError({"comments": _("Write what each comment asks.")})
    model = incident.comments.model
    save_records(
        [model(incident=incident, field=field, text=text) for field, text in given["comments"]],
        by,
    )


def reopened(incident, by, given):
    """The history keeps why it was rejected; the next review is free to decide otherwise."""
    incident.rejection = ""


def open_amendment(incident):
    return incident.amendments.filter(accepted__isnull=True).select_related("report").first()


def amendment_proposed(incident, by, given):
    """`report` is a casualty report to adopt, `changes` maps a field to its JSON value."""
    report, changes = given.get("report"), given.get("changes") or {}
    if not report and not changes:
        raise ValidationError(_("Say what should change: a figure to adopt, or a field."))
    if unknown := set(changes) - incident.amendable_fields():
        raise ValidationError(
            _("These cannot be amended: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        )
    demand_acceptable(incident, changes, by)
    model = incident.amendments.model
    save_records(
        [model(incident=incident, report=report, changes=changes, reason=given["reason"])], by
    )


def demand_acceptable(incident, changes, by):
    """What could never be accepted is refused while its author can still mend it."""
    proposed = copy(incident)
    apply(changes, proposed)
    if fault := fault_of(proposed):
        raise fault
    proposed.clean_by(by, incident)
    demand_precision(changes, proposed)


def demand_precision(changes, proposed):
    """`proposed` is the incident with the changes; a point it had before is not asked about."""
    if POINT.intersection(changes) and lacks_precision(proposed):
        sentence = _("Say how far the true spot may be from this point.")
        raise ValidationError({"geo_precision": sentence})


def apply(changes, incident):
    """Set the proposed values, which are JSON; ValidationError by the name of the field."""
    for name, value in changes.items():
        field = incident._meta.get_field(name)
        try:
            setattr(incident, field.attname, field.to_python(value))
        except ValidationError as error:
            raise ValidationError({name: error}) from error
    incident.settle()


def amendment_accepted(incident, by, given):
    """Apply the proposal, which may be older than what is asked of one. Whose figures these are
    is asked of the report, not of its proposer."""
    amendment = decided(incident, by, accepted=True)
    apply(amendment.changes, incident)
    demand_precision(amendment.changes, incident)
    if amendment.report:
        incident.adopted_report = amendment.report
        incident.figures_by = amendment.report.created_by
    incident.verified_by, incident.verified_at = by, timezone.now()


def amendment_declined(incident, by, given):
    decided(incident, by, accepted=False)


def decided(incident, by, *, accepted):
    amendment = open_amendment(incident)
    if amendment is None:
        raise ValidationError(_("There is no open amendment."))
    amendment.accepted, amendment.decided_by, amendment.decided_at = accepted, by, timezone.now()
    check_and_save(amendment)
    return amendment


# ---------------------------------------------------------------- inputs that are no field


def report_choice(incident):
    return forms.ModelChoiceField(
        incident.casualty_reports.all(), label=_("Figures to adopt"), required=False
    )


def redaction_confirmed(incident):
    return forms.BooleanField(
        label=_("I have read the public version, and nothing in it endangers anyone.")
    )


INPUTS = {"report": report_choice, "redaction_confirmed": redaction_confirmed}
