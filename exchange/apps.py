"""The app of the spreadsheets, in and out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Sheets")
    default_auto_field = "django.db.models.BigAutoField"
