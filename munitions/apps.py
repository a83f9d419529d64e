"""The reference of ordnance models and what they carry."""

from django.apps import AppConfig


class MunitionsConfig(AppConfig):
    name = "munitions"
    default_auto_field = "django.db.models.BigAutoField"
