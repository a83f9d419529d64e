"""Pages of the workflow's steps: the review side by side, amendments, publication, merging."""

from itertools import product

from django.utils.translation import gettext_lazy as _

from casework.pages import take_step
from incidents import duplicates, reading
from incidents.ledger import Group, Outcome
from incidents.models import Incident
from incidents.public import projection, readable
from incidents.step_forms import (
    AcceptForm,
    AmendForm,
    DecideForm,
    MergeForm,
    PublishForm,
    ReturnForm,
    SubmitForm,
    VerifyForm,
)
from incidents.steps import borne_out, lacks_precision, open_amendment
from incidents.views import fetch


def step(request, ref, name):
    """One step of one incident: its own page where it has one, else the form of its row."""
    incident = fetch(request.user, ref, reading.whole(Incident.objects))
    shown = {"incident": incident, "intro": SAYS.get(name, "")}
    if name in PAGES:
        template, made, told = PAGES[name]
        shown |= {"form": made(incident, request), "template": template} | told(incident, request)
    return take_step(request, incident, name, **shown)


def sent(request):
    return request.POST if request.method == "POST" else None


def seen_form(form_class):
    return lambda incident, request: form_class(incident, request.user, sent(request))


def amend_form(incident, request):
    return AmendForm(incident, sent(request))


def merge_form(incident, request):
    form = MergeForm(incident, request.user, sent(request))
    form.initial["merged_into"] = request.GET.get("survivor", "")
    return form


# ---------------------------------------------------------------- what each page shows besides


def nothing_more(incident, request):
    return {}


def review_of(incident, request):
    """The reports side by side, and what verifying still needs."""
    reports = list(incident.casualty_reports.all())
    waiting = duplicates.undecided(incident, request.user)
    return {
        "reports": reports,
        "lines": compared(reports),
        "needs": [
            (bool(reports), _("A report of the toll is there to adopt")),
            *precision_of_point(incident),
            (borne_out(incident), _("Our own team's report, or two independent sources")),
            (not waiting, _("Every likely duplicate is decided")),
            (True, party_in_words(incident)),
        ],
        "waiting": waiting,
        "when": reading.when(incident),
        "point": reading.point(incident, request.user),
    }


def precision_of_point(incident):
    if incident.latitude is None:
        return []
    words = _("The point says how far the true spot may be from it")
    return [(not lacks_precision(incident), words)]


def party_in_words(incident):
    if incident.attributions.all():
        return _("Each party stands as its source names it")
    return _("Nobody has named a party; that is an answer")


def compared(reports):
    """For each number that anybody gave: what each report says, and whether they agree."""
    lines = []
    for outcome, group in product(Outcome, Group):
        told = [report.range_of(outcome, group) for report in reports]
        known = [each for each in told if each.is_known]
        if known:
            word = outcome.label if group == Group.TOTAL else group.label
            lines.append(
                {
                    "word": word,
                    "part": group != Group.TOTAL,
                    "told": list(zip(reports, told, strict=True)),
                    "agreement": agreement(known),
                }
            )
    return lines


def agreement(known):
    if len(known) == 1:
        return "one"
    return "agree" if len(set(known)) == 1 else "differ"


def proposal_of(incident, request):
    amendment = open_amendment(incident)
    lines = reading.proposed(incident, amendment) if amendment else []
    return {"amendment": amendment, "lines": lines}


def public_version(incident, request):
    seen = readable(Incident.objects.filter(pk=incident.pk)).get()
    return {"projection": projection(seen)}


def survivors(incident, request):
    """What it may be the same as, to choose from."""
    return {"candidates": duplicates.candidates(incident, request.user)}


# What a step does that its button cannot say; the steps with pages of their own say it there.
SAYS = {
    "withdraw": _(
        "The public page and the feed lose it at once. The record stays here, with its history and "
        "your reason, and can be published again."
    ),
    "restore": _("The public reads it again as it was accepted last."),
    "reject": _(
        "It is kept and can be found, and counts in no total. Its author reads your reason."
    ),
    "reopen": _(
        "It goes back into the queue and counts as reported again. The history keeps why it was "
        "rejected."
    ),
    "hide": _(
        "It disappears from lists, search, maps, counts and exports for all but the protection "
        "officer, and from the public page."
    ),
    "reveal": _("All who saw it before see it again, where it stood before."),
    "release": _("It goes back into the queue, for any reviewer to start."),
    "claim": _("It is yours for 24 hours; others see that you are at it."),
    "submit": _("The reviewers see it now. It counts as reported from here on."),
}

# step: (template, form(incident, request), what the page shows besides)
PAGES = {
    "submit": ("casework/step_form.html", seen_form(SubmitForm), nothing_more),
    "verify": ("incidents/incident_verify.html", seen_form(VerifyForm), review_of),
    "return": ("incidents/incident_return.html", seen_form(ReturnForm), review_of),
    "amend": ("incidents/incident_amend.html", amend_form, nothing_more),
    "accept": ("incidents/incident_decide.html", seen_form(AcceptForm), proposal_of),
    "decline": ("incidents/incident_decide.html", seen_form(DecideForm), proposal_of),
    "publish": ("incidents/incident_publish.html", seen_form(PublishForm), public_version),
    "merge": ("incidents/incident_merge.html", merge_form, survivors),
}
