"""Likely same events: a score with its reasons; shown at 40, must be answered at 60, never blocks."""

from dataclasses import dataclass, field

SHOWN_AT = 40
ANSWERED_AT = 60


@dataclass(frozen=True)
class Candidate:
    """Another incident that may be the same event; `reasons` are whole phrases with their points."""

    incident: object
    score: int
    reasons: tuple = field(default=())


def candidates(incident):
    return []


def unanswered(incident):
    """Candidates scoring 60 or more that nobody has answered yet."""
    answered = set(incident.duplicate_answers.values_list("other_id", flat=True))
    return [
        c for c in candidates(incident) if c.score >= ANSWERED_AT and c.incident.pk not in answered
    ]
