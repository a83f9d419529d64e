"""The app of the situation reports."""

from django.apps import AppConfig


class SitrepsConfig(AppConfig):
    name = "sitreps"
    default_auto_field = "django.db.models.BigAutoField"
