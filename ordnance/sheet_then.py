"""The items and disposals that a sheet's rows meant when it was made, found among those of now."""

from casework.sentences import say as _


class Parts:
    """The item and the disposal of one row, as they were and as they are; None where there is none.

    A sheet numbers them as they stood then. Since then some may have come, and been taken back, so
    the row's numbers are set to those of now. What a sheet added by a number of its own is there
    when it comes again, and is no further one: `says_same(name, item, record)` tells whether the
    row says of it what it is.
    """

    def __init__(self, row, then, now, says_same):
        self.then, self.now, self.says_same = [None, None], [None, None], says_same
        self.follow(row, "item", 0, then.items.all(), now.items.all())
        old, new = self.pair(0)
        if new is not None:
            self.follow(row, "disposal", 1, old.disposals.all() if old else (), new.disposals.all())

    def pair(self, place):
        return self.then[place], self.now[place]

    def follow(self, row, name, place, before, after):
        """Set what the number means; refuse the row where that is gone."""
        number = row.values.get(name)
        if not number:
            return
        before, after = list(before), list(after)
        if number > len(before):
            self.follow_added(row, name, place, number - len(before), before, after)
            return
        self.then[place] = before[number - 1]
        keys = [record.pk for record in after]
        if self.then[place].pk not in keys:
            row.refuse(name, _("It was taken back since this sheet was made. Leave the row out."))
            return
        where = keys.index(self.then[place].pk)
        self.now[place], row.values[name] = after[where], where + 1

    def follow_added(self, row, name, place, turn, before, after):
        """One that the sheet adds, the `turn`-th: it may have come by this sheet before."""
        keys = {record.pk for record in before}
        come = [record for record in after if record.pk not in keys]
        likely = [*come[turn - 1 : turn], *come]
        same = (each for each in likely if self.says_same(name, self.now[0], each))
        self.now[place] = next(same, None)
        there = self.now[place] is not None
        row.values[name] = after.index(self.now[place]) + 1 if there else len(after) + turn

    def cells(self, name, column):
        """(then, now) of a column of the item or the disposal."""
        place, field = field_of(name)
        return tuple(text_of(record, name, field, column) for record in self.pair(place))


def with_parts(cells, parts, columns):
    """The cells of an item or a disposal are those of this one, whatever its number now."""
    for name in filter(field_of, cells[0]):
        cells[0][name], cells[1][name] = parts.cells(name, columns[name])
    return cells


def field_of(name):
    """(0 for the item or 1 for the disposal, its field); None for a column of the ticket."""
    if name == "munition":
        return 0, "munition"
    for place, prefix in enumerate(("item_", "disposal_")):
        if name.startswith(prefix) and name != "item_handled":
            return place, name.removeprefix(prefix)
    return None


def text_of(record, name, field, column):
    value = getattr(record, field, None)
    if name == "munition":
        return value.designation if value else ""
    return str(value or "") if name == "disposal_team" else column.widget.render(value)
