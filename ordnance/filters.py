"""What the list and the board of tickets may be narrowed to and sorted by."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.forms import DaysInOrder
from casework.seeking import holding
from incidents.models import Incident
from munitions.models import Category
from ordnance import choices
from ordnance.items import Item
from ordnance.models import Ticket
from ordnance.stretches import STRETCHES, timed
from ordnance.teams import Team
from places.forms import PlaceField

ORDERS = {
    "": (_("most urgent first"), ()),
    "newest": (_("newest first"), ("-reported_at", "-ref")),
    "oldest": (_("oldest first"), ("reported_at", "ref")),
    "due": (_("due first"), ("deadline", "rank", "reported_at", "ref")),
}
STATES = (
    ("", _("any")),
    ("open", _("open")),
    ("done", _("resolved or closed")),
    ("counted", _("all but duplicates and cancelled")),
    *choices.Status.choices,
)
UNTRIAGED = "none"
NO_ITEM = "none"


class AreaFilter(PlaceField):
    """A place box that knows when it is empty."""

    def bound_data(self, data, initial):
        return data if any(data) else ""


class BoardFilter(forms.Form):
    """A GET form: whatever is blank or makes no sense narrows nothing."""

    kind = Ticket

    q = forms.CharField(label=_("Place, number, item"), required=False, widget=forms.SearchInput)
    area = AreaFilter(label=_("Area and below"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        required=False,
        choices=[("", _("any")), *choices.Priority.choices, (UNTRIAGED, _("not triaged"))],
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)
    overdue = forms.BooleanField(label=_("Overdue"), required=False)
    mine = forms.BooleanField(label=pgettext_lazy("my own", "Mine"), required=False)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.fields["team"].queryset = Team.objects.of(user)
        self.fields["team"].empty_label = _("any")
        self.fields["q"].widget.attrs |= {"dir": "auto", "placeholder": self.fields["q"].label}

    def found(self, tickets):
        """The tickets that every usable answer lets through, in no order."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value and (rule := getattr(self, f"by_{name}", None)):
                tickets = rule(tickets, value)
        return tickets

    def by_q(self, tickets, text):
        return holding(tickets, text, self.user)

    def by_area(self, tickets, area):
        return tickets.inside([area.path])

    def by_priority(self, tickets, priority):
        return tickets.filter(priority="" if priority == UNTRIAGED else priority)

    def by_team(self, tickets, team):
        return tickets.filter(team=team)

    def by_overdue(self, tickets, _yes):
        return tickets.overdue()

    def by_mine(self, tickets, _yes):
        return tickets.of_team_leader(self.user)


class ListFilter(DaysInOrder, BoardFilter):
    """The list also knows states, the incident that left it, days and orders."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    category = forms.ChoiceField(
        label=_("Kind of item"),
        required=False,
        choices=[("", _("any")), *Category.choices, (NO_ITEM, _("no item"))],
    )
    incident = forms.CharField(label=_("Incident"), required=False, max_length=20)
    since = forms.DateField(
        label=_("Reported from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(label=_("to"), required=False, widget=forms.DateInput({"type": "date"}))
    timed = forms.ChoiceField(
        label=_("Time known"),
        required=False,
        choices=[("", _("any")), *((name, row[0]) for name, row in STRETCHES.items())],
        widget=forms.HiddenInput,
    )
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(k, words) for k, (words, _by) in ORDERS.items()]
    )

    field_order = (
        *("q", "state", "priority", "area", "team", "category"),
        *("incident", "since", "until", "order"),
    )

    def narrow(self, tickets):
        """What is found, the most urgent first, unless another order is asked for."""
        tickets = self.found(tickets).with_deadline().most_urgent_first()
        order = ORDERS[self.cleaned_data.get("order", "")][1]
        return tickets.order_by(*order) if order else tickets

    def by_state(self, tickets, state):
        words = {"open": tickets.open, "done": tickets.done, "counted": tickets.counted}
        return words[state]() if state in words else tickets.filter(status=state)

    def by_category(self, tickets, category):
        """Tickets with such an item; an item that was taken back is none."""
        if category == NO_ITEM:
            return tickets.exclude(pk__in=Item.objects.values("ticket"))
        return tickets.filter(pk__in=Item.objects.filter(category=category).values("ticket"))

    def by_timed(self, tickets, name):
        return tickets.filter(timed(name))

    def by_incident(self, tickets, ref):
        seen = Incident.objects.visible_to(self.user).filter(ref=ref.strip().upper())
        return tickets.filter(incident__in=seen)

    def by_since(self, tickets, day):
        return tickets.filter(reported_at__date__gte=day)

    def by_until(self, tickets, day):
        return tickets.filter(reported_at__date__lte=day)
