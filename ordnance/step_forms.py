"""The forms of steps that ask for more care than the row's plain form gives."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import fields_only
from casework.step_forms import step_form
from ordnance.choices import Distance, EodLevel, Priority
from ordnance.forms import native_pickers, segmented, side_by_side
from ordnance.models import Team, Ticket
from ordnance.steps import level_needed
from ordnance.targets import on_site_by

ANSWERED_LAST = ("duplicates_checked",)


class TeamChoice(forms.ModelChoiceField):
    def label_from_instance(self, team):
        ied = ", " + str(_("IED")) if team.ied_skill else ""
        return f"{team.name} ({team.get_eod_level_display()}{ied})"


class TicketRefField(forms.CharField):
    """A ticket by its number; cleans to one that this person may see."""

    def __init__(self, *, user, **kwargs):
        super().__init__(max_length=20, **kwargs)
        self.user = user
        self.widget.attrs |= {"dir": "ltr", "placeholder": "TKT-2024-000045"}

    def clean(self, value):
        ref = super().clean(value).strip().upper()
        found = Ticket.objects.visible_to(self.user).filter(ref=ref).first()
        if found is None:
            raise forms.ValidationError(
                _("You have no ticket “%(ref)s”. Check the number."), params={"ref": ref}
            )
        return found


def form_of(ticket, step, user, data=None):
    """The form of one step, specialised where SPECIAL names how."""
    form = step_form(ticket, step, data)
    native_pickers(form)
    if specialise := SPECIAL.get(step.name):
        specialise(form, ticket, user)
    if form.helper.layout is None:
        form.helper = fields_only(*segmented(form, *(n for n in form.fields if n != "seen")))
    return form


def triage(form, ticket, user):
    by_rule = [("", _("as the rule says")), *Priority.choices]
    form.fields["priority"].choices = by_rule
    form.fields["priority"].label = _("Priority")
    form.initial["priority"] = ""
    form.fields["reason"].label = _("Why another priority than the rule's")
    form.fields["reason"].widget.attrs["rows"] = 2
    form.fields["distance_to_people"].widget = forms.RadioSelect(choices=Distance.choices)
    apart = ("seen", "priority", "reason", "distance_to_people", *ANSWERED_LAST)
    pairs = [name for name in form.fields if name not in apart]
    form.helper = fields_only(
        *segmented(form, "land_use", "distance_to_people"),
        side_by_side(*segmented(form, *(name for name in pairs if name != "land_use"))),
        side_by_side("priority", "reason"),
        *ANSWERED_LAST,
    )


def assign(form, ticket, user):
    """The leader is a member of the team; due is proposed by priority."""
    teams = Team.objects.of(user).prefetch_related("members")
    form.fields["team"] = TeamChoice(teams, label=_("Team"))
    needed = level_needed(ticket)
    form.fields["team"].help_text = _("These items may need EOD %(n)s. This is advice.") % {
        "n": EodLevel(needed).label[4:]
    }
    leader = form.fields["leader"]
    leader.queryset = leader.queryset.filter(teams__in=teams).distinct()
    leader.choices = [("", "---------")] + [
        (team.name, [(person.pk, str(person)) for person in team.leaders()]) for team in teams
    ]
    form.initial["due_at"] = ticket.due_at or max(on_site_by(ticket), timezone.now())
    form.fields["level_answer"].help_text = _("Asked only where the team's level may be too low.")


def arrive(form, ticket, user):
    form.initial["arrived_at"] = timezone.now()


def duplicate(form, ticket, user):
    form.fields["duplicate_of"] = TicketRefField(user=user, label=_("The ticket that stays"))


def resolve(form, ticket, user):
    form.fields["reason"].label = _("Note, or why there is no photo from afterwards")
    form.initial["work_started_at"] = ticket.work_started_at or ticket.arrived_at


def close(form, ticket, user):
    form.fields["reason"].label = _("Note, if there is something to say")
    form.fields["reason"].widget.attrs["rows"] = 2


SPECIAL = {
    "triage": triage,
    "assign": assign,
    "arrive": arrive,
    "duplicate": duplicate,
    "resolve": resolve,
    "close": close,
}
