"""The page of texts for messaging: a short and a long one in each language, ready to copy."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.views.decorators.http import require_GET

from sitreps.daily import document
from sitreps.messages import LIMITS, messages, public_of
from sitreps.sheet import Sheet
from sitreps.views import addresses, may_read, scope_or_404


@require_GET
@may_read
def message(request, first, last=None):
    """As the records and the public pages stand now."""
    scope = scope_or_404(request, first, last)
    facts = document(scope, request.user)
    public = public_of(scope, request.user, facts)
    shown = {
        "sheet": Sheet(facts),
        "whole": public.whole,
        "languages": [texts_in(language, public) for language, _name in settings.LANGUAGES],
        "addresses": addresses(request, scope),
    }
    return render(request, "sitreps/sitrep_message.html", shown)


def texts_in(language, public):
    about = get_language_info(language)
    return {
        "code": language,
        "name": about["name_local"],
        "dir": "rtl" if about["bidi"] else "ltr",
        "texts": [
            {"size": size, "limit": LIMITS[size], "text": text, "length": len(text)}
            for size, text in messages(public, language).items()
        ],
    }
