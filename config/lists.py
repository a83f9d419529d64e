"""The lists whose views are saved, followed and acted on in bulk: one row each."""

from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse

from casework.saved_views import normal
from casework.step_forms import step_form
from incidents.listing import IncidentFilter
from incidents.models import Incident
from ordnance.filters import ListFilter
from ordnance.models import Ticket
from ordnance.step_forms import form_of


class CaseList(NamedTuple):
    """A kind of case, the form that narrows its list, the list's address, and the form of a step:
    step_form(case, step, user, data)."""

    kind: type
    form: type
    address: str
    permission: str
    step_form: object

    def found(self, query, user):
        """The cases that this person sees in the list under a query string, in no order."""
        return self.form(QueryDict(query), user=user).found(self.kind.objects.visible_to(user))

    def narrowed(self, query, user):
        """The same in the list's order."""
        return self.form(QueryDict(query), user=user).narrow(self.kind.objects.visible_to(user))

    def usable(self, query, user):
        """The query string without what the form does not know or cannot read."""
        asked = QueryDict(query)
        form = self.form(asked, user=user)
        form.is_valid()
        names = [name for name in asked if self.knows(form, name) and name not in form.errors]
        return normal([(name, asked[name]) for name in names])

    def knows(self, form, name):
        """A place box sends two names: its own, and the text that was typed."""
        return name in form.fields or name.removesuffix("_text") in form.fields

    def url(self, query):
        return f"{reverse(self.address)}?{query}"


LISTS = {
    "incidents": CaseList(
        Incident,
        IncidentFilter,
        "incidents:list",
        "incidents.view_incident",
        lambda case, step, _user, data: step_form(case, step, data),
    ),
    "tickets": CaseList(Ticket, ListFilter, "ordnance:list", "ordnance.view_ticket", form_of),
}
