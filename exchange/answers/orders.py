"""Dates that can be read with the day or the month first: asked once for each column of a sheet."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from exchange.cells.dates import DAY_FIRST, MONTH_FIRST, read_day
from exchange.models import Import
from exchange.registry import resource_class

ORDERS = (DAY_FIRST, MONTH_FIRST)
SAMPLES = 3


@dataclass(frozen=True)
class OrderQuestion:
    """A column of dates, cells of it with both of their days, and the order that was answered."""

    column: str
    title: str
    rows: int
    samples: tuple
    answer: str = ""


def orders_of(sheet, by):
    """The columns whose order nobody can tell, then those that a person settled."""
    resource = resource_class(sheet.kind)(by)
    settled = known_orders(sheet)
    found = {}
    rows = sheet.rows.filter(findings__contains=[{"code": "ambiguous"}]).order_by("number")
    for findings in rows.values_list("findings", flat=True):
        for each in findings:
            if each["code"] == "ambiguous":
                found.setdefault(each["column"], []).append(each.get("word", ""))
    asked = [
        OrderQuestion(name, resource.title_of(name), len(texts), samples_of(texts))
        for name, texts in found.items()
    ]
    return asked + [
        OrderQuestion(name, resource.title_of(name), 0, samples_of(told["samples"]), told["order"])
        for name, told in settled.items()
        if name not in found and name in resource.fields
    ]


def samples_of(texts):
    """[(cell, with the day first, with the month first)] of the first few that differ."""
    both = (both_ways(text) for text in dict.fromkeys(texts))
    return tuple(each for each in both if each)[:SAMPLES]


def both_ways(text):
    try:
        return text, *(read_day(text, order).first for order in ORDERS)
    except ValidationError:
        return None


def settle(sheet, asked, data):
    """Keep the orders that the form gives with the sheet; whether any of them is new."""
    known = known_orders(sheet)
    orders = dict(known)
    for question in asked:
        order = data.get(f"order-{question.column}", "")
        if order in ORDERS and order != question.answer:
            samples = [text for text, *_days in question.samples]
            orders[question.column] = {"order": order, "samples": samples}
    if orders == known:
        return False
    sheet.report = sheet.report | {"orders": orders}
    sheet.save(update_fields=["report"])
    return True


def known_orders(sheet):
    """{column: order}: those answered for this sheet, else for the last one with its headers."""
    if "orders" in sheet.report:
        return sheet.report["orders"]
    alike = Import.objects.filter(
        organisation_id=sheet.organisation_id,
        kind=sheet.kind,
        headers=sheet.headers,
        report__has_key="orders",
    )
    last = alike.order_by("-at").values_list("report", flat=True).first()
    return last["orders"] if last else {}
