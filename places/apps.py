"""The gazetteer: areas, their spellings, points on the ground."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Gazetteer")
    default_auto_field = "django.db.models.BigAutoField"
