"""What the verbs answer when they refuse, beyond Django's PermissionDenied and ValidationError."""

from casework.workflow import StepRefused

__all__ = ["AlreadyReceived", "StaleCase", "StepRefused"]


class StaleCase(Exception):
    """Somebody changed the case after it was shown; `events` are the acts since then."""

    def __init__(self, case, seen):
        super().__init__(f"{case.ref} has changed since it was shown")
        self.case = case
        self.events = list(case.events.filter(version__gt=seen).select_related("by"))


class AlreadyReceived(Exception):
    """The form with this submission key was received before; `case` is what it made."""

    def __init__(self, case):
        super().__init__(f"already received as {case.ref}")
        self.case = case
