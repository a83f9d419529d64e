"""A row of a sheet beside another, or beside a record: what each says, in the reader's words."""

from django.http import Http404
from django.utils.translation import get_language_bidi

from exchange.answers.word_lists import ClosedList
from exchange.clashes import PLACE
from exchange.then_and_now import LEVELS
from exchange.widgets import BETWEEN
from places.models import Area
from places.spelling import fold


def side_by_side(grid, row, other, by):
    """[(title, ours, theirs, whether they differ)] of the columns that this person may read.

    `other` is the number of a row or the reference of a record. Raises Http404 for one that is not
    there for this person.
    """
    resource = grid.resource(by)
    if isinstance(other, int):
        theirs = grid.sheet.rows.filter(number=other).first()
        values = theirs and {head.name: words_of(grid, theirs, head) for head in grid.heads}
    else:
        values = record_values(resource, other)
    if values is None:
        raise Http404(other)
    pairs = []
    for head in grid.heads:
        if head.name in values:
            cells = (words_of(grid, row, head), values[head.name])
            ours, theirs = (labelled(resource, head.name, cell) for cell in cells)
            pairs.append((head.title, ours, theirs, not alike(head.name, ours, theirs)))
    return pairs


def words_of(grid, row, head):
    cell = grid.cell(row, head)
    return cell.meaning or cell.text


def labelled(resource, name, cell):
    """What a cell names from a closed list, by its labels and in their order."""
    words = resource.word_list(name) if name in resource.fields else None
    if not cell or not isinstance(words, ClosedList):
        return cell
    codes = (words.spoken.get(fold(part), part) for part in words.parts(cell))
    return BETWEEN.join(sorted(str(words.labels.get(code, code)) for code in codes))


def record_values(resource, ref):
    """{column: text} of what our own sheet of the record holds; None without the record."""
    layout = resource.layouts[0](resource, "ar" if get_language_bidi() else "en")
    columns = layout.readable()
    records = layout.visible().filter(ref=ref)
    place = Area.objects.filter(pk__in=records.values("place")).first()
    rows = [row for _n, rows in layout.batches(records, columns) for row in rows]
    if not rows:
        return None
    names = [column.name for column in columns]
    values = {
        name: str(cell) for name, cell in zip(names, rows[0], strict=True) if cell is not None
    }
    return dict.fromkeys(names, "") | values | place_names(place, names)


def place_names(area, names):
    """What the columns of a place say, with the names in both languages: sheets use either."""
    told = {}
    for name in set(PLACE) & set(names):
        level = LEVELS.get(name)
        found = area.ancestor(level) if level is not None else area
        if name != "pcode" and (level is not None or area.level >= Area.Level.COMMUNITY):
            told[name] = found.both_names if found else ""
    return told


def alike(name, ours, theirs):
    """Whether two cells say the same; a place is the same by either of its names."""
    ours, theirs = fold(ours), fold(theirs)
    by_a_name = theirs.startswith(f"{ours} ") or theirs.endswith(f" {ours}")
    return ours == theirs or (name in PLACE and bool(ours) and by_a_name)
