"""System checks: every field of every case and record has a class."""

from django.apps import apps

from casework.models import Case, Record
from casework.sensitivity import policy_errors


def check_field_policies(app_configs, **kwargs):
    return policy_errors(m for m in apps.get_models() if issubclass(m, Case | Record))
