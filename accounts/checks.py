"""System checks that the table of roles grants only permissions that exist."""

from django.apps import apps
from django.core import checks

from accounts.roles import granted


def declared_permissions():
    """Names of all permissions that the installed models declare."""
    names = set()
    for model in apps.get_models():
        meta = model._meta
        own = [f"{action}_{meta.model_name}" for action in meta.default_permissions]
        own += [codename for codename, _ in meta.permissions]
        names |= {f"{meta.app_label}.{codename}" for codename in own}
    return names


def check_roles(app_configs, **kwargs):
    return [
        checks.Error(
            f"accounts/roles.py grants {name!r}, which no model declares.",
            hint="Correct the name, or add the step or permission it means.",
            id="accounts.E001",
        )
        for name in sorted(granted() - declared_permissions())
    ]
