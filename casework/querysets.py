"""The one gate for reading cases: `visible_to`."""

from django.db import models
from django.db.models import Q


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
        if not user.has_perm("accounts.see_hidden"):
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
