"""Which stored item, and which disposal, a row means that carries no number of ours.

A sheet of another house comes again with a word changed; were its items and disposals taken for new
ones, the ground would hold twice what was found.
"""

from exchange.cases import same
from ordnance.sheet_columns import ITEM
from places.spelling import fold


def item_meant(number, held, met, told):
    """The stored item with this number; without one, the first of which the row says nothing new.

    None for a further item. `met` are the keys of those that rows before meant, `told` is {field:
    value} of what the row says.
    """
    if number > 0:
        return held[number - 1] if number <= len(held) else None
    return next((each for each in held if each.pk not in met and says_same(each, told)), None)


def says_same(stored, told):
    return bool(told) and all(same(getattr(stored, name), value) for name, value in told.items())


def is_meant(stored, told):
    """Whether a stored item is all that was told, as an item, of it."""
    return says_same(stored, told_of_item(told))


def called_alike(held, met, item):
    """The stored item that bears the same words and says something else; None without one."""
    words = fold(item.written)
    alike = (each for each in held if words and each.pk not in met and fold(each.written) == words)
    return next(alike, None)


def told_of_item(item):
    """{field: value} of what a blank item was given."""
    blank = type(item)()
    names = [*ITEM, "munition_id"]
    pairs = {name: (getattr(item, name), getattr(blank, name)) for name in names}
    return {name: new for name, (new, default) in pairs.items() if not same(new, default)}


def is_told_again(held, told, given):
    """Whether one of these disposals says the same in all that the row gives."""
    return any(says_same(each, {n: getattr(told, n) for n in given}) for each in held)
