"""The app of the house itself: its checks and commands."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from config import checks


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        for check in checks.ALWAYS:
            register(check)
        for check in checks.BEFORE_DEPLOYING:
            register(check, Tags.security, deploy=True)
        register(checks.postgres_is_recent, Tags.database)
