"""The app of people and their roles."""

from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.checks import check_roles
from accounts.roles import sync_roles


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The signal comes once per app that has models; by the last one all permissions exist.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(sync_roles, sender=last, dispatch_uid="accounts.sync_roles")
        checks.register(check_roles, checks.Tags.security)
