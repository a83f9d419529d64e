"""The shape of a sheet: its header row, the groups above it, merged cells, repeat sheets."""

from dataclasses import asdict, dataclass, field

from exchange.mapping import hxl, recognise
from exchange.parsing import people

LOOKED_AT = 30  # rows in which a header may stand
# KoboToolbox's own columns: a group that repeats is a sheet whose rows name a row of another, or
# the submission that both belong to.
INDEX, PARENT_INDEX, PARENT_SHEET = "_index", "_parent_index", "_parent_table_name"
SUBMISSION = (("_uuid", "_submission__uuid"), ("_id", "_submission__id"))
REPEATS = (PARENT_INDEX, *(theirs for _own, theirs in SUBMISSION))


# ---------------------------------------------------------------- headers


def guess_header_row(rows, columns, merged=()):
    """The number of that of the first rows which names the most columns; None without one."""
    row, _named = best_header(rows, columns, merged)
    return hxl.header_for_tags(rows, row)


def best_header(rows, columns, merged=()):
    """(row number or None, how many columns it names); a single known word makes no header."""
    best, row = 1, None
    for number in range(1, min(len(rows), LOOKED_AT) + 1):
        headers, groups = headings(rows, number, merged)
        found = len(recognise(headers, groups, columns))
        if found > best:
            best, row = found, number
    return row, best if row else 0


def headings(rows, header_row, merged=()):
    """(headers, groups) of a row: a header in two rows is read in the lower one.

    A blank below a label is that column's header itself, written once over both rows.
    """
    headers = [str(cell).strip() for cell in rows[header_row - 1]]
    groups = groups_above(rows, header_row, merged)
    own = own_labels(rows, header_row, merged)
    if groups and sum(map(bool, headers)) > 1:
        for position, label in own.items():
            if position < len(headers) and not headers[position]:
                headers[position], groups[position] = label, ""
    return headers, groups


def groups_above(rows, header_row, merged):
    """The labels of the row above the header, spread over the columns that they cover.

    Only where that row is a row of groups: a title over the whole sheet is none.
    """
    above = header_row - 2  # rows count from 1, lists from 0
    if above < 0:
        return []
    width = len(rows[header_row - 1])
    labels = [str(cell).strip() for cell in rows[above]][:width]
    labels += [""] * (width - len(labels))
    for first_row, first, last_row, last in merged:
        if first_row <= above <= last_row and first < width and last - first + 1 < width:
            labels[first : last + 1] = [labels[first]] * (min(last + 1, width) - first)
    spread_over_equals(labels, rows[header_row - 1])
    return labels if len({label for label in labels if label}) > 1 else []


def spread_over_equals(labels, headers):
    """Texts tell of no merged cells: a label goes on over headers that occur twice."""
    names = [str(cell).strip() for cell in headers]
    going = ""
    for position, name in enumerate(names):
        going = labels[position] or going
        if name and not labels[position] and names.count(name) > 1:
            labels[position] = going


def own_labels(rows, header_row, merged):
    """{column: label} of the row above, without those that are spread over several columns."""
    above = header_row - 2
    if above < 0:
        return {}
    spread = {
        column
        for first_row, first, last_row, last in merged
        if first_row <= above <= last_row and last > first
        for column in range(first, last + 1)
    }
    labels = enumerate(str(cell).strip() for cell in rows[above])
    return {at: label for at, label in labels if label and at not in spread}


# ---------------------------------------------------------------- merged cells


class Filler:
    """Lets a merged cell speak for all the rows it covers, in the columns that allow it."""

    def __init__(self, merged, positions):
        self.begin, self.going = {}, {}
        for first_row, column, last_row, last_column in merged:
            if column == last_column and last_row > first_row and column in positions:
                self.begin.setdefault(first_row, []).append((column, last_row))

    def fill(self, number, cells):
        """Fill what merged cells say of a row, in place; rows count from 1 and come in order."""
        filled = False
        for column, (last, said) in list(self.going.items()):
            if number - 1 > last:
                del self.going[column]
            elif column < len(cells):
                cells[column], filled = said, True
        for column, last in self.begin.get(number - 1, ()):
            if column < len(cells):
                self.going[column] = (last, cells[column])
        return filled


# ---------------------------------------------------------------- which sheet


@dataclass
class Chosen:
    """The sheet of a workbook to read, what to join onto it, and the sheets left out: repeat
    sheets, and those with the same headers.

    `counted` are those whose rows are people, counted into figures of the chosen sheet's rows.
    """

    name: str
    joins: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    counted: list = field(default_factory=list)

    @property
    def groups(self):
        """What `parsing.counting` is told of those that are counted."""
        return [group for join in self.joins for group in join.get("groups", ())]


def choose(heads, columns, *, wanted="", header_row=None, several_rows=False, counts_people=False):
    """The sheet that is wanted, else the one whose header names the most columns.

    A repeat sheet is only chosen where no other names any. Where rows of one record may stand
    below each other (`several_rows`), the repeat sheets of the chosen one are joined onto it;
    where a record has figures (`counts_people`), those of people are counted.
    """
    main = named(heads, wanted) if wanted else likeliest(heads, columns)
    if main is None:  # a hidden sheet, or none
        return Chosen(wanted)
    header_row = header_row or guess_header_row(main.rows, columns, main.merged) or 1
    joins = joins_onto(main, header_row, heads, columns) if several_rows else []
    groups = groups_of_people(main, header_row, heads) if counts_people else []
    counted = [group["sheet"] for group in groups]
    used = {main.name, *(join["sheet"] for join in joins), *counted}
    names = header_names(row_of(main, header_row))
    others = [head for head in heads if head.name not in used]
    left_out = [head.name for head in others if repeat_row(head) or has_headers(head, names)]
    joins += [{"groups": groups, "header_row": header_row}] if groups else []
    return Chosen(main.name, joins, left_out, counted)


def header_names(cells):
    return {str(cell).strip() for cell in cells} - {""}


def has_headers(head, names):
    """Whether a sheet has most of these headers too, above rows of its own: another month's."""
    rows = enumerate(head.rows[:LOOKED_AT], 1)
    at = next((n for n, row in rows if len(header_names(row) & names) * 3 >= len(names) * 2), None)
    return len(names) > 1 and at is not None and any(map(header_names, head.rows[at:]))


def groups_of_people(main, header_row, heads):
    """What `parsing.counting` is told of every repeat sheet whose rows are people.

    A group within a group counts too, if its rows name the submission.
    """
    groups = []
    for head in heads:
        row = repeat_row(head) if head is not main else None
        link = row and link_of(main, header_row, head, row, parent_of(head, heads, main))
        if link:
            found = people.columns_of(head.rows[row - 1], head.rows[row:], name=head.name)
            keys = {"parent_key": link[0], "key": link[1], "own_row": row}
            groups += [{"sheet": head.name, "columns": asdict(found), **keys}] if found else []
    return groups


def joins_onto(main, header_row, heads, columns):
    """How the repeat sheets are joined, each before the next one beside it: see `parsing.joining`.

    Those that name columns of ours are, or else the first, whose columns a person may still name.
    """
    joins, wide, met = [], main.wide, {main.name}
    waiting = children_of(main, header_row, 0, heads, main, columns)[::-1]
    while waiting:
        repeat, own_row, (parent_key, key), beside = waiting.pop()
        if repeat.name in met:
            continue
        met.add(repeat.name)
        joins.append({"sheet": repeat.name, "header_row": header_row, "own_row": own_row,
                      "key": key, "parent_key": parent_key, "beside": beside})  # fmt: skip
        waiting += children_of(repeat, own_row, wide, heads, main, columns)[::-1]
        wide += repeat.wide
    return joins


def children_of(parent, at, offset, heads, main, columns):
    """[(repeat sheet, its header row, (column of its parent's key, of its own), columns that its
    rows share with others)]."""
    children = []
    for head in heads:
        row = repeat_row(head) if head is not parent else None
        its = row and parent_of(head, heads, main) is parent
        if its and (link := link_of(parent, at, head, row, parent)):
            children.append((head, row, (offset + link[0], link[1])))
    wanted = [child for child in children if names_any(*child[:2], columns)] or children[:1]
    shared = offset + parent.wide
    return [(*child, shared if n else 0) for n, child in enumerate(wanted)]


def names_any(repeat, row, columns):
    headers, groups = headings(repeat.rows, row, repeat.merged)
    return bool(recognise(headers, groups, columns))


# ---------------------------------------------------------------- whose rows repeat


def repeat_row(head):
    """The number of the row in which a repeat sheet names its parent; None for no repeat sheet."""
    rows = filter(None, (row_with(word, head) for word in REPEATS))
    return min(rows, default=None)


def parent_of(repeat, heads, main):
    """The sheet whose rows those of a repeat sheet belong to: the one it names, else the main."""
    row = repeat_row(repeat)
    at = place_of(PARENT_SHEET, repeat.rows[row - 1])
    if at is None or row >= len(repeat.rows) or at >= len(repeat.rows[row]):
        return main
    return named(heads, str(repeat.rows[row][at])) or main


def link_of(sheet, at, repeat, row, parent):
    """(column of the sheet, column of the repeat) that hold the same key; None for none.

    The rows of a repeat number those of their own parent; the submission they may name as well.
    """
    pairs = [(INDEX, PARENT_INDEX)] if parent is sheet else []
    for own, theirs in (*pairs, *SUBMISSION):
        link = place_of(own, row_of(sheet, at)), place_of(theirs, row_of(repeat, row))
        if None not in link:
            return link
    return None


# ---------------------------------------------------------------- sheets, rows, cells


def named(heads, name):
    return next((head for head in heads if head.name == name), None)


def likeliest(heads, columns):
    def names_most(head):
        _row, count = best_header(head.rows, columns, head.merged)
        return count > 0, repeat_row(head) is None, count

    return max(heads, key=names_most)


def row_of(head, number):
    """A row by its number; a person may have named one beyond those that are looked at."""
    return head.rows[number - 1] if number <= len(head.rows) else ()


def row_with(word, head):
    """The number of the first row that holds a word, or None."""
    rows = enumerate(head.rows[:LOOKED_AT], 1)
    return next((number for number, row in rows if place_of(word, row) is not None), None)


def place_of(word, row):
    return next((at for at, cell in enumerate(row) if str(cell).strip() == word), None)
