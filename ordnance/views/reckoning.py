"""The balance of one item while somebody types: htmx asks for it, nothing is saved."""

from django.shortcuts import render

from ordnance.forms import DisposalForm, ItemForm
from ordnance.models import Disposal
from ordnance.reckoning import reckon
from ordnance.views.finding import item_or_404, ticket_or_404


def balance(request, ref, key):
    """The fragment beside the form of a disposal, or of the item where its number is typed."""
    ticket = ticket_or_404(request, ref)
    item = item_or_404(ticket, key)
    form = None
    if "method" in request.POST:
        form = DisposalForm(request.POST, instance=Disposal(item=item), user=request.user)
    elif request.method == "POST":
        form = ItemForm(request.POST, instance=item_or_404(ticket, key), user=request.user)
    return render(request, "ordnance/item_balance.html", {"reckoning": reckon(item, form)})
