"""The app of what every case has."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # By name: the checks need the models, which are not loaded when this module is.
        checks.register(import_string("casework.checks.check_field_policies"))
