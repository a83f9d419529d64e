"""A sheet's new casualty report beside the one that counts: what the sheet is silent about stands.

A report counts whole. One that holds only the number that a sheet has a column for would make the
others unknown, and one of another population would be added to it.
"""

from casework.sentences import say as _
from exchange.cells import People
from exchange.rows import TOLD_ALREADY
from incidents.evidence import Source
from incidents.ledger import Group, Outcome, Qualifier
from incidents.sheet_parts import CELLS, cell_of
from incidents.toll import RANK, counted_reports

SAID = ("population", "preliminary")


def silent_fields(row, stored):
    """Whom the new report counts, and whether it is preliminary, where the row does not say."""
    counted = counted_reports(stored)
    if len(counted) != 1 or row.values.get("population"):
        return {}
    return {"population": counted[0].population, "preliminary": counted[0].preliminary}


def with_silent_figures(row, stored, stated, newer):
    """The stated figures, and those of the report that they take the place of: of a sheet's own
    they stand, of another source's they are told, since nobody says them any more. `newer` tells
    whether a person wrote that report."""
    report = replaced_by(row, stored)
    if report is None:
        return stated
    newer.tell_of_record(row, report, next((n for n in row.changes if n in CELLS), "killed"))
    silent = {
        (figure.outcome, figure.group): figure
        for figure in report.figures.all()
        if not says(row, stated, figure.outcome, figure.group)
    }
    stays = report.source.kind == Source.Kind.SHEET
    kept = {key for key in silent if stays and fits(key, report, stated)}
    if lost := [silent[key] for key in silent if key not in kept]:
        sentence = _("Numbers that count now would be said by nobody any more: %(figures)s.")
        outcomes = [Outcome(each).label for each in dict.fromkeys(fig.outcome for fig in lost)]
        row.warn(str(lost[0].outcome), sentence % {"figures": outcomes}, "figures_left")
    return stated | {key: people_of(silent[key]) for key in kept}


def is_told_already(row, stored, stated, fields):
    """Whether the last report of a sheet says the very same and does not count, since another
    source's or an adopted one does: told again with each sheet, it would stand there many times."""
    last = last_of_sheets(stored)
    if last is None or any(getattr(last, n) != fields[n] for n in SAID if n in fields):
        return False
    before = {(f.outcome, f.group): people_of(f) for f in last.figures.all()}
    if {key: bounds(each) for key, each in before.items()} != {
        key: bounds(each) for key, each in stated.items()
    }:
        return False
    for name in [name for name in row.changes if name in CELLS or name in SAID]:
        del row.changes[name]
        row.note(name, _("A sheet told this before, and what counts is another's."), TOLD_ALREADY)
    return True


def last_of_sheets(stored):
    sheets = [r for r in stored.casualty_reports.all() if r.source.kind == Source.Kind.SHEET]
    return max(sheets, key=lambda report: (report.as_of, report.created_at), default=None)


def bounds(people):
    return people.minimum, people.maximum, people.about


def replaced_by(row, stored):
    """The report that counts until now, if the sheet's will count in its place."""
    counted = counted_reports(stored)
    if len(counted) != 1 or counted[0].pk == stored.adopted_report_id:
        return None
    [report] = counted
    same = row.values.get("population") in (None, "", report.population)
    below = RANK.index(report.source.kind) >= RANK.index(Source.Kind.SHEET)
    return report if same and below else None


def says(row, stated, outcome, group):
    """Whether the row tells of this number; a blank does in our own sheets alone."""
    blank = row.has(cell_of(outcome, group)) and row.values.get("version")
    return (outcome, group) in stated or bool(blank)


def fits(key, report, stated):
    """A part stands beside the total that it was a part of, not beside another."""
    outcome, group = key
    total = stated.get((outcome, Group.TOTAL))
    if group == Group.TOTAL or total is None:
        return True
    before = report.range_of(outcome, Group.TOTAL)
    return (total.minimum, total.maximum) == (before.minimum, before.maximum)


def people_of(figure):
    about = figure.qualifier == Qualifier.ABOUT
    return People(figure.minimum, figure.maximum, about=about)
