"""Django's names of months, marked so that the catalogue may say them as the Levant does.

Nobody imports this. Without it November would be نوفمبر, which Syrian reports do not write.
"""

from django.utils.translation import gettext_noop as _

NAMES = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
    *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
)
ABBREVIATIONS = (
    *(_("jan"), _("feb"), _("mar"), _("apr"), _("may"), _("jun")),
    *(_("jul"), _("aug"), _("sep"), _("oct"), _("nov"), _("dec")),
)
