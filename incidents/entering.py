"""Pages that write down what is known: the flash report, the details, and the evidence."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.keeping import kept_on_device
from casework import actions
from casework.errors import AlreadyReceived
from casework.files import attach
from casework.pages import CONFLICT, attempt, status_of, tell_kept
from incidents import duplicates, reading
from incidents.forms import DetailsForm, FlashForm
from incidents.models import CasualtyReport, DuplicateAnswer, Incident
from incidents.record_forms import (
    FORMS,
    MENDABLE,
    TITLES,
    CommentAnswerForm,
    VerdictForm,
)
from incidents.review import ABOUT
from incidents.views import fetch, may
from places.forms import odd_about_point

SAME = DuplicateAnswer.Verdict.SAME
# More cards than this hide the form; the likeliest come first, and the record's page has all.
MOST_CARDS = 6
ASK_FIRST = gettext_lazy(
    "Somebody may have logged this already. Say whether it is the same attack, and send it again; "
    "“not sure” is an answer."
)

# ---------------------------------------------------------------- the flash report


@may("add_incident")
@kept_on_device
def create(request):
    """The report of a minute. What is sent twice is answered with the first receipt."""
    form = FlashForm(request.POST or None, by=request.user)
    answers = answers_in(request.POST)
    likely = form.likely() if request.method == "POST" else []
    if request.method == "POST" and form.is_valid():
        answer = take(request, form, answers, likely)
        if answer:
            return answer
    shown = {"form": form, "cards": cards_of(likely, answers)}
    return render(request, "incidents/incident_create.html", shown, status=status_of(form))


def take(request, form, answers, likely):
    """Where a valid report goes; None when an error, or a question, now stands in the form."""
    known = chosen(request.user, answers)
    if known:
        return add_to(request, form, known)
    if ask_first(request, likely, answers):
        form.add_error(None, ASK_FIRST)
        return None
    return receive(request, form, answers, likely)


def ask_first(request, likely, answers):
    """Whether the page comes back to ask if it is the same event, with all that was typed.

    It asks whoever sits before it. What a device sends from its queue, and never showed the cards
    for, is saved as a draft instead: nothing that was told waits on a question nobody reads.
    """
    asks_nobody = "Submission-Key" in request.headers and "asked" not in request.POST
    if "draft" in request.POST or asks_nobody:
        return False
    return any(one.must_be_answered and one.incident.ref not in answers for one in likely)


def cards_of(likely, answers):
    """The cards beside the form: the likeliest, and each one that must be answered."""
    shown = [one for place, one in enumerate(likely) if place < MOST_CARDS or one.must_be_answered]
    return [{"found": one, "answer": answers.get(one.incident.ref, "")} for one in shown]


@require_GET
@may("add_incident")
def similar(request):
    """The fragment beside the flash report: what may have been logged already."""
    form = FlashForm(request.GET, by=request.user)
    cards = cards_of(form.likely(), answers_in(request.GET))
    return render(request, "incidents/similar.html", {"cards": cards}) if cards else HttpResponse()


def answers_in(sent):
    """{reference: verdict} of the cards that were answered beside the form."""
    return {
        name.removeprefix("answer-"): verdict
        for name, verdict in sent.items()
        if name.startswith("answer-") and verdict in DuplicateAnswer.Verdict.values
    }


def chosen(user, answers):
    """The incident of which the person said “this is it”; None where there is none."""
    same = [ref for ref, verdict in answers.items() if verdict == SAME]
    return Incident.objects.visible_to(user).filter(ref__in=same).first()


def receive(request, form, answers, likely):
    """Save a new incident, and submit it if asked; None when errors now stand in the form."""
    incident = form.instance
    told = answered(incident, answers, likely)

    def save():
        return actions.create(incident, by=request.user, children=[*form.records(incident), *told])

    try:
        saved, page = attempt(request, form, save)
    except AlreadyReceived as received:
        messages.info(request, _("This report was received before: %s.") % received.case.ref)
        return redirect(received.case)
    if saved:
        tell_of(request, saved, form)
        return redirect(saved)
    return page


def answered(incident, answers, likely):
    """The answers on likely duplicates as records of the new incident."""
    return [
        DuplicateAnswer(
            incident=incident,
            other=found.incident,
            verdict=answers[found.incident.ref],
            score=found.score,
        )
        for found in likely
        if found.incident.ref in answers
    ]


def tell_of(request, incident, form):
    """Submit unless a draft was asked for; say what was saved and what is still wanted."""
    for sentence in form.warnings():
        messages.warning(request, sentence)
    if "draft" in request.POST:
        messages.success(request, _("%s is saved as a draft.") % incident.ref)
        return
    refusal = submitted(incident, request.user)
    if refusal:
        words = {"ref": incident.ref, "reason": refusal}
        messages.warning(request, _("%(ref)s is saved as a draft. %(reason)s") % words)
    else:
        messages.success(request, _("%s is sent to the reviewers.") % incident.ref)


def submitted(incident, user):
    """Take the step; "" or the reason why it is not open yet. Nothing that was saved is lost."""
    try:
        actions.move(incident, "submit", by=user)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def add_to(request, form, incident):
    """The same event: what was told becomes a report of the record that is there already.

    What the record says otherwise of place, time and weapon stays as it is; the history keeps
    what was told beside the figures.
    """
    if CasualtyReport.objects.filter(pk=form.instance.submission_key).exists():
        messages.info(request, _("This report was received before: %s.") % incident.ref)
        return redirect(incident)

    otherwise = form.told_otherwise(incident)

    def save():
        records = form.records(incident)
        return actions.add(incident, *records, by=request.user, reason=otherwise)

    saved, page = attempt(request, form, save)
    if saved:
        tell_of_addition(request, saved, form, otherwise)
        return redirect(saved)
    return page


def tell_of_addition(request, incident, form, otherwise):
    for sentence in form.warnings():
        messages.warning(request, sentence)
    messages.success(request, _("Your figures were added to %s.") % incident.ref)
    if otherwise:
        sentence = _("Its history keeps what you told and the record does not say: %s.")
        messages.info(request, sentence % otherwise)
    if incident.seal:
        messages.info(request, _("They count once an amendment that adopts them is accepted."))


# ---------------------------------------------------------------- the details


@may("change_incident")
def edit(request, ref):
    """Second of three: everything about it that is no figure and no source."""
    incident = fetch(request.user, ref)
    if incident.seal:
        return sealed(request, incident)
    form = DetailsForm(request.POST or None, instance=incident)
    if request.method == "POST" and form.is_valid():
        saved, page = attempt(request, form, lambda: mend_details(form, request.user))
        if saved:
            for sentence in odd_about_point(form):
                messages.warning(request, sentence)
            messages.success(request, _("%s is saved.") % ref)
            return redirect("incidents:evidence" if "onward" in request.POST else saved, ref)
        if page:
            return page
    shown = {"incident": incident, "form": form}
    return render(request, "incidents/incident_edit.html", shown, status=status_of(form))


@transaction.atomic
def mend_details(form, user):
    """Save the details, and what the author answered to the reviewer at their fields."""
    incident = mend(form, user)
    for comment, answer in form.answers():
        comment.incident, comment.answer = incident, answer
        actions.edit(comment, by=user)
        incident.refresh_from_db(fields=["version"])
    return incident


def sealed(request, incident):
    shown = {"case": incident, "message": incident.seal}
    return render(request, "409.html", shown, status=CONFLICT)


@may("view_incident")
def evidence(request, ref):
    """Third of three: who told us, what bears it out, and the step that sends it on."""
    incident = fetch(request.user, ref)
    offers = [offer for offer in incident.offers(request.user) if offer.step.name == "submit"]
    shown = {"incident": incident, "offers": offers, "may_add": not incident.seal}
    return render(request, "incidents/incident_evidence.html", shown)


# ---------------------------------------------------------------- what hangs on it


def form_class_of(kind, user, action):
    """404 for a kind that there is not, 403 for a person who may not."""
    if kind not in FORMS:
        raise Http404(kind)
    form_class = FORMS[kind]
    meta = form_class._meta.model._meta
    if not user.has_perm(f"incidents.{action}_{meta.model_name}"):
        raise PermissionDenied(kind)
    return form_class


def add_record(request, ref, kind):
    """Add a source, figures, a party, damage, a response or a file."""
    incident = fetch(request.user, ref)
    form_class = form_class_of(kind, request.user, "add")
    model = form_class._meta.model
    if incident.seal and not model.joins_sealed:
        return sealed(request, incident)
    form = form_class(
        request.POST or None, request.FILES or None, incident=incident, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        if model.objects.filter(pk=form.instance.pk).exists():
            messages.info(request, _("This was received before."))
            return redirect(incident)
        saved, page = attempt(request, form, lambda: save_record(incident, form, request.user))
        if saved:
            return received(request, incident, form, saved)
        if page:
            return page
    return page_of_record(request, incident, kind, form)


def save_record(incident, form, user):
    if "upload" not in form.fields:
        return actions.add(incident, *form.records(), by=user)
    told = {name: form.cleaned_data[name] for name in ("caption", "received_from", "captured_at")}
    return attach(incident, form.cleaned_data["upload"], by=user, **told)


def received(request, incident, form, saved):
    if getattr(saved, "came_before", False):
        tell_kept(request, saved)
        return redirect(incident)
    for sentence in getattr(form, "warnings", list)():
        messages.warning(request, sentence)
    messages.success(request, _("Added to %s.") % incident.ref)
    return redirect(incident)


def page_of_record(request, incident, kind, form):
    asked = reading.asked(incident).get(ABOUT.get(kind), ())
    shown = {"incident": incident, "kind": kind, "form": form, "title": TITLES[kind]}
    shown["asked"] = asked
    return render(request, "incidents/record_form.html", shown, status=status_of(form))


def edit_record(request, ref, kind, pk):
    """Mend a source, an attribution, damage or a response."""
    incident = fetch(request.user, ref)
    if kind not in MENDABLE:
        raise Http404(kind)
    form_class = form_class_of(kind, request.user, "change")
    record = get_object_or_404(form_class._meta.model, pk=pk, incident=incident)
    if incident.seal:
        return sealed(request, incident)
    form = form_class(request.POST or None, instance=record, incident=incident, by=request.user)
    if request.method == "POST" and form.is_valid():
        saved, page = attempt(request, form, lambda: mend(form, request.user))
        if saved:
            messages.success(request, _("%s is saved.") % ref)
            return redirect(incident)
        if page:
            return page
    return page_of_record(request, incident, kind, form)


def mend(form, user):
    return actions.edit(form.instance, by=user, seen=form.cleaned_data["seen"])


# ---------------------------------------------------------------- answers


@require_POST
@may("change_fieldcomment")
def answer_comment(request, ref, pk):
    """The author's answer on one comment of the reviewer."""
    incident = fetch(request.user, ref)
    comment = get_object_or_404(incident.comments, pk=pk)
    form = CommentAnswerForm(request.POST, instance=comment, incident=incident, by=request.user)
    if not form.is_valid():
        return page_of_record(request, incident, "comment", form)
    saved, page = attempt(request, form, lambda: mend(form, request.user))
    if page or not saved:
        return page or page_of_record(request, incident, "comment", form)
    messages.success(request, _("Your answer is saved."))
    return redirect(incident)


@require_POST
@may("add_duplicateanswer")
def answer_duplicate(request, ref, other_ref):
    """Whether two records are one event. “This is it” leads a reviewer on to the merge."""
    incident = fetch(request.user, ref)
    other = fetch(request.user, other_ref)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        raise Http404(other_ref)
    if incident.seal:
        return sealed(request, incident)
    answer = DuplicateAnswer(
        incident=incident,
        other=other,
        verdict=form.cleaned_data["verdict"],
        score=score_of(incident, other, request.user),
    )
    saved, page = attempt(request, form, lambda: actions.add(incident, answer, by=request.user))
    if not saved:
        return page or redirect(incident)
    messages.success(request, _("Your answer is saved."))
    if answer.verdict == SAME and request.user.has_perm("incidents.merge_incident"):
        merging = reverse("incidents:step", args=[ref, "merge"])
        return redirect(f"{merging}?survivor={other.ref}")
    return redirect(incident)


def score_of(incident, other, user):
    """What the two scored when the answer was given; 0 where they were not compared."""
    found = duplicates.candidates(incident, user)
    return next((each.score for each in found if each.incident == other), 0)
