"""The list of incidents: what it can be narrowed by, and in what order."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.forms import DaysInOrder
from casework.seeking import holding
from incidents import keeping_tolls, narrowing
from incidents.choices import Status, Weapon
from incidents.forms import day_input, local_today
from incidents.models import Incident
from incidents.review import Amendment
from incidents.workflow import WORKFLOW
from places.forms import PlaceField

PER_PAGE = 25
DEADLIEST = "deadliest"
ORDERS = {
    "newest": (_("Newest first"), ("-occurred_on", F("time").desc(nulls_last=True), "-ref")),
    "oldest": (_("Oldest first"), ("occurred_on", F("time").asc(nulls_last=True), "ref")),
    DEADLIEST: (
        _("Most killed first"),
        (F("kept_toll__killed").desc(nulls_last=True), "-occurred_on", "ref"),
    ),
    "changed": (_("Last changed first"), ("-updated_at", "ref")),
    "place": (_("By place"), ("place__path", "-occurred_on", "ref")),
}


class IncidentFilter(DaysInOrder, forms.Form):
    """Every part is optional; what cannot be read is left out and said at its field."""

    kind = Incident

    q = forms.CharField(
        label=_("Place, reference or words"),
        required=False,
        widget=forms.SearchInput({"dir": "auto", "placeholder": _("Place, reference or words")}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("To"), required=False, widget=day_input())
    area = PlaceField(label=_("Area"), required=False)
    weapon = forms.ChoiceField(
        label=_("Weapon"), required=False, choices=[("", _("any")), *Weapon.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("any")), *Status.choices]
    )
    facility = forms.ChoiceField(
        label=_("What was hit"), required=False, choices=narrowing.FACILITY_CHOICES
    )
    counted = forms.ChoiceField(
        label=_("Counted in reports"), required=False, choices=narrowing.COUNTED_CHOICES
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(name, words) for name, (words, _by) in ORDERS.items()],
    )
    view = forms.CharField(required=False, widget=forms.HiddenInput)
    tells = forms.ChoiceField(
        required=False, choices=narrowing.FIGURE_CHOICES, widget=forms.HiddenInput
    )
    silent = forms.ChoiceField(
        required=False, choices=narrowing.FIGURE_CHOICES, widget=forms.HiddenInput
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_perm("accounts.see_hidden"):
            self.fields["status"].choices = [
                choice for choice in self.fields["status"].choices if choice[0] != Status.HIDDEN
            ]

    def in_words(self):
        """{field: words} of what is asked without a label of its own: the ready-made view."""
        view = PRESETS.get(self.cleaned_data.get("view"))
        words = {"view": (_("Ready-made view"), view[0])} if view else {}
        return words | narrowing.in_words(self.cleaned_data)

    def order_is_behind(self):
        """Whether the order rests on tolls of which some are not taken in yet."""
        return self.cleaned_data.get("sort") == DEADLIEST and keeping_tolls.is_behind()

    def narrow(self, incidents):
        """What is found, in the order that was asked."""
        return ordered(self.found(incidents), self.cleaned_data.get("sort") or "newest")

    def found(self, incidents):
        """The incidents that fit everything that was asked and could be read, in no order."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        rules = {
            "since": lambda day: Q(occurred_on__gte=day),
            "until": lambda day: Q(occurred_on__lte=day),
            "area": lambda area: Q(place__path__startswith=area.path),
            "weapon": lambda weapon: Q(weapon=weapon),
            "status": lambda status: Q(status=status),
            "facility": narrowing.by_facility,
            "counted": narrowing.by_counted,
        }
        for name, fits in rules.items():
            if name in asked:
                incidents = incidents.filter(fits(asked[name]))
        if preset := PRESETS.get(asked.get("view")):
            incidents = incidents.filter(preset[1](self.user))
        if "q" in asked:
            incidents = holding(incidents, asked["q"], self.user)
        for name in narrowing.BY_FIGURE:
            if name in asked:
                incidents = narrowing.by_figure(incidents, name, asked[name])
        return incidents


def ordered(incidents, order):
    if order == DEADLIEST:
        keeping_tolls.catch_up()
    return incidents.order_by(*ORDERS[order][1])


# ---------------------------------------------------------------- presets


def waiting_for(user):
    """What this reviewer can take up: new, claimed by himself, or amended by somebody else."""
    others = ~Q(created_by=user)
    new = Q(status=Status.SUBMITTED) & others
    claimed = Q(status=Status.IN_REVIEW, claimed_by=user)
    own = Amendment.objects.filter(accepted__isnull=True, created_by=user)
    amended = Q(status=Status.AMENDING) & ~Q(pk__in=own.values("incident"))
    return new | claimed | amended


def returned_to(user):
    return Q(status=Status.RETURNED, created_by=user)


def drafts_of(user):
    return Q(status=Status.DRAFT, created_by=user)


def to_publish(user):
    return Q(status=Status.VERIFIED, sensitivity="public") & ~Q(verified_by=user)


def since_yesterday(user):
    return Q(occurred_on__gte=local_today(user) - timedelta(days=1))


# name: (words, condition(user), permission without which it is not offered)
PRESETS = {
    "review": (_("To review"), waiting_for, "incidents.verify_incident"),
    "publish": (_("To publish"), to_publish, "incidents.publish_incident"),
    "returned": (_("Returned to me"), returned_to, "incidents.submit_incident"),
    "drafts": (_("My drafts"), drafts_of, "incidents.submit_incident"),
    "recent": (_("Since yesterday"), since_yesterday, "incidents.view_incident"),
}


def chips(incidents, user, chosen):
    """The presets this person has a use for, each with its count, in one query."""
    offered = {name: row for name, row in PRESETS.items() if user.has_perm(row[2])}
    conditions = {name: condition(user) for name, (_words, condition, _p) in offered.items()}
    anyhow = reduce(or_, conditions.values(), Q(pk__in=[]))
    counts = incidents.filter(anyhow).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return [
        {"name": name, "words": row[0], "count": counts[name], "chosen": name == chosen}
        for name, row in offered.items()
    ]


# ---------------------------------------------------------------- what to do with a row

# status: (step, the word of the link); guards are asked on the step's own page.
NEXT = {
    Status.DRAFT: ("submit", _("Finish")),
    Status.RETURNED: ("submit", _("Answer")),
    Status.SUBMITTED: ("claim", _("Start the review")),
    Status.IN_REVIEW: ("verify", _("Continue")),
    Status.VERIFIED: ("publish", _("Preview")),
    Status.AMENDING: ("accept", _("Decide")),
}


def next_step(incident, user):
    """(address, word) of what this person would do with it next; None where it is others' turn.

    The author finishes and answers; everything after that is for somebody else.
    """
    name, word = NEXT.get(incident.status, ("", ""))
    if not name or not user.has_perm(WORKFLOW.steps[name].permission):
        return None
    if (name == "submit") != (incident.created_by_id == user.pk):
        return None
    if name == "submit":
        return incident.get_absolute_url(), word
    return reverse("incidents:step", args=[incident.ref, name]), word
