"""The list's filter in words, for the page that takes the list out and for the log."""

from dataclasses import dataclass, field

from casework.asked import asked


@dataclass
class Filtering:
    """`lines` are (label, words) of what narrows or orders; `unread` the sentences of what could
    not be read and therefore narrows nothing."""

    lines: list = field(default_factory=list)
    unread: list = field(default_factory=list)


def filtering(resource, params):
    """What a query string asks of the list of this kind."""
    form = resource.filter_form(params)
    if form is None:
        return Filtering()
    lines = [(part.label, part.words) for part in asked(form)]
    unread = [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields else str(errors[0])
        for name, errors in form.errors.items()
    ]
    return Filtering(lines, unread)
