"""The balance of an item as it would stand with what is being typed. Nothing is saved."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from ordnance.items import Balance, Disposal


@dataclass(frozen=True)
class Reckoning:
    """The balance that would be, and the sentence that would refuse it, or ""."""

    balance: Balance
    refusal: str = ""


def reckon(item, form=None):
    """For a form of a disposal or of the item; without one, or blank, the balance as it is."""
    balance = item.balance
    if form is not None and form.is_bound:
        form.is_valid()
        balance = typed(item, form.cleaned_data)
    return Reckoning(balance, refusal_of(balance))


def typed(item, given):
    """The balance with the answers that make sense; what is blank or wrong changes nothing."""
    if given.get("method") and given.get("quantity"):
        known = {name: given.get(name) or False for name in ("method", "quantity", "from_store")}
        return item.balance_with(Disposal(item=item, **known))
    return replace(item.balance, found=given.get("quantity_found", item.quantity_found))


def refusal_of(balance):
    try:
        Disposal.refuse_imbalance(balance)
    except ValidationError as refused:
        return refused.messages[0]
    return ""
