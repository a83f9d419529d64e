"""The app of the ordnance tickets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdnanceConfig(AppConfig):
    name = "ordnance"
    verbose_name = _("Ordnance")
    default_auto_field = "django.db.models.BigAutoField"
