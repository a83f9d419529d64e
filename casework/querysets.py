"""The one gate for reading cases: `visible_to`."""

from django.db import models
from django.db.models import Q

from casework.sensitivity import SEES_HIDDEN


class CaseQuerySet(models.QuerySet):
    """Words for sets of cases; each app adds its own."""

    hidden_status = "hidden"

    def visible_to(self, user):
        """What this person may see: their organisation's cases inside their area scope.

        Hidden cases exist for those with `accounts.see_hidden` alone, in lists, search, counts,
        maps and exports alike. A person without an organisation sees nothing.
        """
        if not user.is_active or user.organisation_id is None:
            return self.none()
        seen = self.filter(organisation_id=user.organisation_id)
        if not user.has_perm(SEES_HIDDEN):
            seen = seen.exclude(status=self.hidden_status)
        return seen.inside(user.scope_paths)

    def inside(self, paths):
        """Cases whose place lies in one of the areas or below; no path means everywhere."""
        if not paths:
            return self
        scope = Q()
        for path in paths:
            scope |= Q(place__path__startswith=path)
        return self.filter(scope)


def fields_shown(model, case, user):
    """Names of the fields that this person may read; `case` is None where there is no row yet.

    A field that leads to a case out of their sight is left out: it would name that case.
    """
    readable = model.field_policy.readable(user)
    fields = [each for each in model._meta.concrete_fields if each.name in readable]
    return [each.name for each in fields if not (case and leads_out_of_sight(case, each, user))]


def leads_out_of_sight(case, field, user):
    rows = getattr(field.related_model, "objects", None)
    key = getattr(case, field.attname)
    if key is None or not isinstance(rows, models.Manager) or not hasattr(rows, "visible_to"):
        return False
    return not rows.visible_to(user).filter(pk=key).exists()


def refs_in_sight(model, refs, user):
    """Those of these references of cases that may be named to this person."""
    refs = set(refs)
    seen = model.objects.visible_to(user).filter(ref__in=refs) if refs else model.objects.none()
    return set(seen.values_list("ref", flat=True))
