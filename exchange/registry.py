"""Which kinds of sheet there are: settings name the resource of each; layers above own theirs."""

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string


def resource_class(kind):
    """The resource of a kind; 404 for a kind that nobody declared."""
    path = settings.EXCHANGE_RESOURCES.get(kind)
    if path is None:
        raise Http404(kind)
    return import_string(path)


def kinds():
    """{kind: resource class}, in the order of the settings."""
    return {kind: resource_class(kind) for kind in settings.EXCHANGE_RESOURCES}
