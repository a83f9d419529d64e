"""How far a person sees among cases, kept beside what was made with that sight."""

from casework.querysets import CaseQuerySet
from casework.sensitivity import SEES_HIDDEN


def sight_of(user):
    """{organisation, areas: paths, none for everywhere, hidden: whether hidden cases are seen}."""
    return {
        "organisation": user.organisation_id,
        "areas": sorted(user.scope_paths),
        "hidden": user.has_perm(SEES_HIDDEN),
    }


def still_sees(user, sight):
    """Whether the person sees all that they saw with that sight; false for a blank one."""
    now = sight_of(user)
    if not sight or sight["organisation"] != now["organisation"]:
        return False
    if sight["hidden"] and not now["hidden"]:
        return False
    areas = tuple(now["areas"])
    return not areas or bool(sight["areas"] and all(p.startswith(areas) for p in sight["areas"]))


def hidden_since(model, organisation_id, moment):
    """Whether a case of the organisation that is hidden now was changed after the moment."""
    rows = model._base_manager.filter(organisation_id=organisation_id, updated_at__gte=moment)
    return rows.filter(status=CaseQuerySet.hidden_status).exists()
