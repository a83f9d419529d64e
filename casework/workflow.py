"""A workflow as a table: one row a step; everything that moves a case derives from the rows.

Pure: no database, no Django models. An app declares its rows in `<app>/workflow.py`.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# The target of a step that undoes another: the status the case came from.
PREVIOUS = "(previous)"


def no_refusal(case, user):
    return ""


def no_effect(case, by, given):
    """Most steps only set their needed fields."""


@dataclass(frozen=True)
class Step:
    """One row of a workflow.

    `needs` and `takes` name what the step demands and what it merely accepts: fields of the case,
    the word `reason`, or inputs that the app declares (`Workflow.inputs`).
    `guard(case, user)` returns the reason why not, as a whole sentence, or "".
    `effect(case, by, given)` runs under the lock before the case is checked and saved; it may
    write children of the case and raise ValidationError.
    `stamp` names the pair of fields `<stamp>_by`, `<stamp>_at` that the step sets.
    `verb` is the action that takes the step: move; merge and unmerge, which move records too; or
    revert, which undoes what an import did to many cases and is no button of any one of them.
    """

    name: str
    button: str
    source: tuple
    target: str
    permission: str
    needs: tuple = ()
    takes: tuple = ()
    guard: Callable = no_refusal
    effect: Callable = no_effect
    stamp: str = ""
    verb: str = "move"


@dataclass(frozen=True)
class Offer:
    """A step as shown to one person for one case: a button, or the reason it is grey."""

    step: Step
    refusal: str = ""

    @property
    def is_open(self):
        return not self.refusal


class StepRefused(Exception):
    """The step cannot be taken from the case's present status."""


@dataclass(frozen=True)
class Workflow:
    """The table, the status a case starts in, and the statuses in which it is sealed.

    `sealed` maps a status to the sentence that says why the case cannot be edited now.
    `inputs` maps a name that is no field of the case to a callable(case) → form field.
    `in_bulk` names the steps that may be taken on many cases in one act: those that hand work on or
    put it aside, and judge no single case.
    """

    rows: tuple
    initial: str
    sealed: Mapping = field(default_factory=dict)
    inputs: Mapping = field(default_factory=dict)
    in_bulk: tuple = ()

    @property
    def steps(self):
        return {step.name: step for step in self.rows}

    @property
    def statuses(self):
        named = {self.initial: None}
        for step in self.rows:
            named.update(dict.fromkeys((*step.source, step.target)))
        named.pop(PREVIOUS, None)
        return tuple(named)

    def bulk_steps(self, user):
        """The steps that this person may take on many cases at once."""
        steps = (self.steps[name] for name in self.in_bulk)
        return [step for step in steps if user.has_perm(step.permission)]

    def permissions(self):
        """(codename, name) pairs for the model's Meta, from step names: rewording a button
        makes no migration."""
        return [
            (step.permission.partition(".")[2], f"Can take the step {step.name!r}")
            for step in self.rows
        ]

    def offers(self, case, user):
        """The steps that leave the case's status and that this person's roles know of."""
        return [
            Offer(step, str(step.guard(case, user)))
            for step in self.rows
            if case.status in step.source and step.verb != "revert"
            if user.has_perm(step.permission)
        ]

    def path_to(self, status):
        """Names of the steps of a shortest way from the start to a status; None without one."""
        ways, queue = {self.initial: ()}, deque([self.initial])
        while queue:
            here = queue.popleft()
            for step in (step for step in self.rows if step.verb != "revert"):
                if here in step.source and step.target != PREVIOUS and step.target not in ways:
                    ways[step.target] = (*ways[here], step.name)
                    queue.append(step.target)
        return ways.get(status)

    def diagram(self):
        """The table as lines of a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for step in self.rows:
            target = f"{step.name}_back" if step.target == PREVIOUS else step.target
            lines += [f"    {source} --> {target}: {step.name}" for source in step.source]
        return "\n".join(lines)
