"""The reference of ordnance models and what they carry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunitionsConfig(AppConfig):
    name = "munitions"
    verbose_name = _("Catalogue of munitions")
    default_auto_field = "django.db.models.BigAutoField"
