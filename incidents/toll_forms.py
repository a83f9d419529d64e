"""The toll as a form asks for it: numbers of people become the figures of one casualty report."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.forms import TollField
from incidents.doubts import doubts_of
from incidents.ledger import (
    OUTCOME_FIRST,
    Figure,
    Group,
    Outcome,
    Range,
    sum_errors,
)

LABELS = {
    (Outcome.KILLED, Group.TOTAL): _("Killed"),
    (Outcome.KILLED, Group.CHILDREN): _("Killed: children among them"),
    (Outcome.KILLED, Group.WOMEN): _("Killed: women among them"),
    (Outcome.KILLED, Group.MEN): _("Killed: men among them"),
    (Outcome.KILLED, Group.BOYS): _("Killed: boys among the children"),
    (Outcome.KILLED, Group.GIRLS): _("Killed: girls among the children"),
    (Outcome.INJURED, Group.TOTAL): _("Injured"),
    (Outcome.INJURED, Group.CHILDREN): _("Injured: children among them"),
    (Outcome.INJURED, Group.WOMEN): _("Injured: women among them"),
    (Outcome.INJURED, Group.MEN): _("Injured: men among them"),
    (Outcome.INJURED, Group.BOYS): _("Injured: boys among the children"),
    (Outcome.INJURED, Group.GIRLS): _("Injured: girls among the children"),
    (Outcome.MISSING, Group.TOTAL): _("Missing"),
    (Outcome.TRAPPED, Group.TOTAL): _("Under the rubble"),
    (Outcome.RESCUED, Group.TOTAL): _("Rescued alive"),
}
# What few sources tell apart, and some do: the form folds it away.
RARE = tuple(
    (outcome, group)
    for outcome in (Outcome.KILLED, Outcome.INJURED)
    for group in (Group.BOYS, Group.GIRLS, Group.ADULTS, Group.UNSPECIFIED)
)
LABELS |= {
    (outcome, group): format_lazy("{}: {}", OUTCOME_FIRST[outcome], group.label)
    for outcome, group in RARE
    if (outcome, group) not in LABELS
}
FLASH = (
    (Outcome.KILLED, Group.TOTAL),
    (Outcome.INJURED, Group.TOTAL),
    (Outcome.TRAPPED, Group.TOTAL),
    (Outcome.KILLED, Group.CHILDREN),
    (Outcome.KILLED, Group.WOMEN),
)


def name_of(outcome, group):
    """The name of a figure's input: killed, killed_children, ….

    A total is named by its outcome alone: what a phone sends should be short.
    """
    return str(outcome) if group == Group.TOTAL else f"{outcome}_{group}"


def range_of(answer):
    """A cleaned TollField as a range."""
    return Range(answer["minimum"], answer["maximum"], answer["qualifier"] == "about")


def figures_of(report, ranges):
    """One row for each number that is known; a figure that nobody gave has no row."""
    return [
        Figure(
            report=report,
            outcome=outcome,
            group=group,
            minimum=told.minimum,
            maximum=told.maximum,
            qualifier=told.qualifier,
        )
        for (outcome, group), told in ranges.items()
        if told.is_known
    ]


def of_outcome(ranges, outcome):
    return {key: told for key, told in ranges.items() if key[0] == outcome}


class AsksToll(forms.BaseForm):
    """For forms: an input for each pair of outcome and group in `asks`, and the sum rules."""

    asks = FLASH

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for pair in self.asks:
            self.fields[name_of(*pair)] = TollField(label=LABELS[pair], required=False)

    def clean(self):
        cleaned = super().clean()
        ranges = self.ranges()
        for outcome in Outcome:
            for error in sum_errors(of_outcome(ranges, outcome)):
                self.add_error(name_of(outcome, Group.TOTAL), error)
        return cleaned

    def ranges(self):
        """{(outcome, group): Range} of what was answered without an error."""
        answers = {pair: self.cleaned_data.get(name_of(*pair)) for pair in self.asks}
        return {pair: range_of(answer) for pair, answer in answers.items() if answer}

    def warnings(self):
        """Sentences to show beside a saved report."""
        return [doubt.sentence for doubt in doubts_of(self.ranges())]
