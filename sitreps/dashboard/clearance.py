"""Ordnance of a period and area: what was found and what became of it, and what waits now."""

from datetime import timedelta

from django.db.models import Count as Number
from django.db.models import Q, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from casework.wording import FATES, PRIORITIES
from incidents.ledger import Range
from munitions.models import Category
from ordnance.choices import Method, Priority
from ordnance.filters import NO_ITEM, UNTRIAGED
from ordnance.items import Disposal, Item
from ordnance.models import Ticket
from sitreps import wording
from sitreps.dashboard.numbers import Count

# (words, oldest day, newest day) as days before today; None is without end.
AGES = (
    (gettext_lazy("today or yesterday"), 1, None),
    (gettext_lazy("2 to 7 days"), 7, 2),
    (gettext_lazy("8 to 30 days"), 30, 8),
    (gettext_lazy("over 30 days"), None, 31),
)
LATE_AGES = 2  # from this column on, a ticket is old


def tickets_of(asked, user):
    """Tickets reported on these days, but for duplicates and cancelled ones."""
    seen = Ticket.objects.visible_to(user).counted().inside(asked.paths).order_by()
    return seen.filter(reported_at__date__range=(asked.first, asked.last))


# ---------------------------------------------------------------- found and disposed of


def clearance(asked, user):
    tickets = tickets_of(asked, user)
    rows = balances(tickets)
    bare = tickets.exclude(pk__in=Item.objects.values("ticket")).count()
    return {
        "tickets": Count(tickets.count(), asked.tickets_url()),
        "fates": [str(word) for _fate, word in FATES],
        "rows": [balance_row(row, asked) for row in rows],
        "bare": Count(bare, asked.tickets_url(category=NO_ITEM)),
    }


def balances(tickets):
    """One row for each category: found, what became of it, and how many lines nobody counted."""
    items = Item.objects.filter(ticket__in=tickets).order_by().values("category")
    found = items.annotate(
        tickets=Number("ticket", distinct=True),
        found=Sum("quantity_found"),
        uncounted=Number("pk", filter=Q(quantity_found=None)),
    )
    done = {}
    disposals = Disposal.objects.filter(item__ticket__in=tickets, item__taken_back=None)
    told = disposals.order_by().values_list("item__category", "method", "from_store")
    for category, method, from_store, quantity in told.annotate(Sum("quantity")):
        summed = Disposal(method=Method(method), from_store=from_store, quantity=quantity)
        sums = done.setdefault(category, {})
        for fate, change in summed.effect_on_balance().items():
            sums[fate] = sums.get(fate, 0) + change
    rows = [row | {"done": done.get(row["category"], {})} for row in found]
    return sorted(rows, key=lambda row: (-(row["found"] or 0), -row["tickets"], row["category"]))


def balance_row(row, asked):
    """What is found is known from below while one line is not counted; so is what remains."""
    found, fates = row["found"] or 0, row["done"]
    remaining = found - sum(fates.values())
    gone = [fates.get(fate, 0) for fate, _word in FATES[:-1]]
    return {
        "word": capfirst(wording.label(Category, row["category"])),
        "count": Count(row["tickets"], asked.tickets_url(category=row["category"])),
        "found": at_least(found, row["uncounted"]),
        "fates": [Range(number, number) for number in gone]
        + [at_least(remaining, row["uncounted"])],
    }


def at_least(number, uncounted):
    if not uncounted:
        return Range(number, number)
    return Range(number) if number else Range()


# ---------------------------------------------------------------- open now


def waiting(asked, user, today):
    """Open tickets of the area by priority and age, as they stand now: no period narrows them."""
    tickets = Ticket.objects.visible_to(user).open().inside(asked.paths).order_by()
    ages = {
        f"age{place}": Number("pk", filter=Q(**reported_between(today, oldest, newest)))
        for place, (_words, oldest, newest) in enumerate(AGES)
    }
    counted = {row["priority"]: row for row in tickets.values("priority").annotate(**ages)}
    return {
        "ages": [str(words) for words, _oldest, _newest in AGES],
        "rows": [
            waiting_row(priority, counted[priority], asked, today)
            for priority in (*Priority.values, "")
            if priority in counted
        ],
        "whole": Count(tickets.count(), open_url(asked)),
        "overdue": Count(tickets.overdue().count(), open_url(asked, overdue="on")),
    }


def days(today, oldest, newest):
    """(first, last) day of reports of this age; None where it has no end."""
    first = None if oldest is None else today - timedelta(days=oldest)
    return first, None if newest is None else today - timedelta(days=newest)


def reported_between(today, oldest, newest):
    first, last = days(today, oldest, newest)
    bounds = {"reported_at__date__gte": first, "reported_at__date__lte": last}
    return {name: day for name, day in bounds.items() if day}


def waiting_row(priority, row, asked, today):
    named = {"priority": priority or UNTRIAGED}
    cells = []
    for place, (_words, oldest, newest) in enumerate(AGES):
        first, last = days(today, oldest, newest)
        url = open_url(asked, since=first or "", until=last or "", **named)
        cells.append({"count": Count(row[f"age{place}"], url), "old": place >= LATE_AGES})
    whole = sum(row[f"age{place}"] for place in range(len(AGES)))
    return {
        "priority": priority,
        "word": str(PRIORITIES[priority][0]),
        "cells": cells,
        "whole": Count(whole, open_url(asked, **named)),
    }


def open_url(asked, **narrowed):
    without_days = {"since": "", "until": "", "state": "open"}
    return asked.tickets_url(**(without_days | narrowed))
