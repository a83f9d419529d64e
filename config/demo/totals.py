"""The total that the service gave for the first day, and the report of the day before."""

from datetime import date

from config.demo.building import key_of
from config.demo.facts import FIRST_DAY, with_times
from sitreps import actions
from sitreps.models import Claim, ClaimFigure
from sitreps.scope import scope_for


def load_totals(desk):
    """The claim for the 28th; its report waits for the publisher, that of the 27th is out."""
    facts = FIRST_DAY["claim"]
    claim = Claim(submission_key=key_of(facts["key"]), **with_times(facts["fields"]))
    areas = [desk.areas[pcode] for pcode in facts["areas"]]
    actions.add_claim(claim, figures_of(facts), areas=areas, by=desk.people["publisher"])
    for day in FIRST_DAY["issued"]:
        issue_once(desk.people["publisher"], date.fromisoformat(day))


def figures_of(facts):
    return [
        ClaimFigure(outcome=outcome, group=group, minimum=low, maximum=high)
        for outcome, groups in facts["figures"].items()
        for group, (low, high) in groups.items()
    ]


def issue_once(publisher, day):
    scope = scope_for(publisher, day)
    if actions.latest(scope, publisher) is None:
        actions.issue(scope, by=publisher)
