"""Who may open the pages of an import, and which import an address means."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404

from exchange.models import Import

may_import = permission_required("exchange.import_cases", raise_exception=True)


def fetch(request, pk):
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
