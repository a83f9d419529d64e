"""Who may read which field: declared once on each model, asked by pages, exports and history."""

from django.apps import apps
from django.core import checks
from django.db import models
from django.utils.translation import gettext_lazy as _

SEES_HIDDEN = "accounts.see_hidden"


class Sensitivity(models.TextChoices):
    """How far a field may travel. Source: ICRC professional standards, sensitivity levels."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")
    NEVER = "never", _("Never leaves")


class FieldPolicy:
    """The class of every field of a model.

    `unlock` is the permission that opens the restricted fields. Fields of class `never` show on
    the case's own pages to those who hold it, but no export, history row or interface carries them.
    """

    def __init__(
        self, *, public="", internal="", restricted="", never="", unlock="accounts.read_restricted"
    ):
        named = {"public": public, "internal": internal, "restricted": restricted, "never": never}
        self.unlock = unlock
        self.classes = {
            name: Sensitivity(level) for level, names in named.items() for name in names.split()
        }

    def extended(self, *, unlock=None, **named):
        """This policy with more fields; a model adds its own to those of its base."""
        wider = FieldPolicy(unlock=unlock or self.unlock, **named)
        wider.classes = self.classes | wider.classes
        return wider

    def opens_restricted(self, user):
        return user is not None and user.has_perm(self.unlock)

    def readable(self, user):
        """Names of the fields this person may see on a page; `user=None` is the public."""
        allowed = {Sensitivity.PUBLIC}
        if user is not None:
            allowed.add(Sensitivity.INTERNAL)
        if self.opens_restricted(user):
            allowed |= {Sensitivity.RESTRICTED, Sensitivity.NEVER}
        return {name for name, level in self.classes.items() if level in allowed}

    def exportable(self, user):
        """Names of the fields that may leave in a file made for this person."""
        return {n for n in self.readable(user) if self.classes[n] is not Sensitivity.NEVER}

    def is_logged(self, name):
        """Whether the history may hold the field's values; otherwise it holds only that it changed.

        History is append-only, so a value written there could never be purged.
        """
        return self.classes.get(name) in (Sensitivity.PUBLIC, Sensitivity.INTERNAL)


def wide_permissions():
    """The permissions by which a person reads more of cases than a colleague in the same area."""
    policies = [getattr(model, "field_policy", None) for model in apps.get_models()]
    return {SEES_HIDDEN, *(policy.unlock for policy in policies if policy)}


def unclassed_fields(model):
    policy = model.field_policy
    return [f.name for f in model._meta.concrete_fields if f.name not in policy.classes]


def policy_errors(models_with_policy):
    """System-check errors for fields that nobody classed."""
    return [
        checks.Error(
            f"{model._meta.label}.{name} has no sensitivity.",
            hint="Name it in the model's field_policy.",
            id="casework.E001",
        )
        for model in models_with_policy
        for name in unclassed_fields(model)
    ]
