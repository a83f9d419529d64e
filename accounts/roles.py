"""The one table of roles: who may do what, and why.

A role is a Django group made from this table after every migration; a permission that is
written nowhere else in the project may not be granted here, which a system check verifies.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

# What pages call the roles.
WORDS = {
    "coordinator": _("coordinator"),
    "reviewer": _("reviewer"),
    "publisher": _("publisher"),
    "dispatcher": _("dispatcher"),
    "team_leader": _("team leader"),
    "quality_reviewer": _("quality reviewer"),
    "data_manager": _("data manager"),
    "protection_officer": _("protection officer"),
    "viewer": _("viewer"),
    "administrator": _("administrator"),
}

# Everybody in the service reads both kinds of case; the restricted fields are granted apart.
READ = (
    "incidents.view_incident",
    "ordnance.view_ticket",
    "sitreps.view_sitrep",
    "exchange.export_cases",
)

LOG_INCIDENTS = (
    "incidents.add_incident",
    "incidents.change_incident",
    "incidents.submit_incident",
    "incidents.add_source",
    "incidents.change_source",
    "incidents.add_casualtyreport",
    "incidents.add_figure",
    "incidents.change_fieldcomment",
    "incidents.add_duplicateanswer",
    "incidents.add_attribution",
    "incidents.change_attribution",
    "incidents.add_damage",
    "incidents.change_damage",
    "incidents.add_response",
    "incidents.change_response",
    "incidents.add_incidentfile",
    "incidents.amend_incident",
)

REPORT_ORDNANCE = (
    "ordnance.add_ticket",
    "ordnance.add_sighting",
    "ordnance.add_ticketfile",
)

# fmt: off
ROLES = {
    # Logs attacks from the field and proposes amendments; never decides on his own report.
    "coordinator": (
        *READ, *LOG_INCIDENTS, *REPORT_ORDNANCE,
    ),
    # Checks and decides. May mend what he reviews, but a guard keeps him from verifying then.
    "reviewer": (
        *READ, *LOG_INCIDENTS, *REPORT_ORDNANCE,
        "incidents.claim_incident", "incidents.release_incident", "incidents.return_incident",
        "incidents.verify_incident", "incidents.reject_incident", "incidents.reopen_incident",
        "incidents.merge_incident",
        "incidents.unmerge_incident", "incidents.accept_incident", "incidents.decline_incident",
        "sitreps.add_claim",
    ),
    # Puts verified work before the public, and takes it back.
    "publisher": (
        *READ,
        "incidents.publish_incident", "incidents.withdraw_incident", "incidents.restore_incident",
        "sitreps.add_claim", "sitreps.issue_sitrep",
    ),
    # Operations: sees exact points, because teams are sent to them.
    "dispatcher": (
        *READ, *REPORT_ORDNANCE,
        "ordnance.read_restricted_ticket", "ordnance.change_ticket", "ordnance.change_sighting",
        "ordnance.add_item", "ordnance.change_item",
        "ordnance.triage_ticket", "ordnance.duplicate_ticket", "ordnance.cancel_ticket",
        "ordnance.assign_ticket", "ordnance.unassign_ticket", "ordnance.hold_ticket",
        "ordnance.hold_immediate_ticket", "ordnance.revive_ticket", "ordnance.separate_ticket",
        "ordnance.prioritise_ticket", "ordnance.work_any_ticket", "ordnance.answer_publicreport",
    ),
    # EOD: works the ticket on site; only an EOD role confirms what an item is.
    "team_leader": (
        *READ, *REPORT_ORDNANCE,
        "ordnance.read_restricted_ticket", "ordnance.change_ticket",
        "ordnance.add_item", "ordnance.change_item", "ordnance.confirm_item",
        "ordnance.add_disposal",
        "ordnance.unassign_ticket", "ordnance.arrive_ticket", "ordnance.mark_ticket",
        "ordnance.hold_ticket", "ordnance.resolve_ticket", "ordnance.resolve_empty_ticket",
    ),
    # Closes what others resolved; needs the points and photos to judge the work.
    "quality_reviewer": (
        *READ,
        "ordnance.read_restricted_ticket",
        "ordnance.return_ticket", "ordnance.close_ticket", "ordnance.reopen_ticket",
    ),
    # Brings other people's sheets in; the rows pass the same rules as the form.
    "data_manager": (
        *READ, *LOG_INCIDENTS, *REPORT_ORDNANCE,
        "ordnance.change_ticket", "ordnance.add_item", "ordnance.change_item",
        "ordnance.add_disposal", "ordnance.work_any_ticket", "ordnance.change_sighting",
        "exchange.import_cases",
        # Undoing an import takes its cases back; no step of anybody's but the sheet's own.
        "incidents.take_back_incident", "incidents.bring_back_incident",
        "ordnance.take_back_ticket", "ordnance.bring_back_ticket",
        "places.view_area", "places.add_area", "places.change_area",
        "munitions.view_munition", "munitions.add_munition", "munitions.change_munition",
    ),
    # Alone sees hidden cases; decides on restricted data, and how long contacts are kept.
    "protection_officer": (
        *READ, "ordnance.erase_sighting",
        "accounts.see_hidden", "accounts.read_restricted", "ordnance.read_restricted_ticket",
        "exchange.view_export",
        "incidents.hide_incident", "incidents.reveal_incident",
        "incidents.change_source",  # nobody else may unmask a protected one, or mend it
    ),
    # Reads and exports; writes nothing.
    "viewer": READ,
    # People and lists. No automatic right to restricted data.
    "administrator": (
        *READ,
        "exchange.view_export",
        "accounts.view_user", "accounts.add_user", "accounts.change_user",
        "accounts.view_organisation", "accounts.add_organisation", "accounts.change_organisation",
        "accounts.view_device", "accounts.change_device", "accounts.view_securityevent",
        "auth.view_group",
        "places.view_area", "places.add_area", "places.change_area",
        "places.view_areaname", "places.add_areaname", "places.change_areaname",
        "munitions.view_munition", "munitions.add_munition", "munitions.change_munition",
        "munitions.view_load", "munitions.add_load", "munitions.change_load",
        "incidents.view_actor", "incidents.add_actor", "incidents.change_actor",
        "ordnance.view_team", "ordnance.add_team", "ordnance.change_team",
        # A rule is never changed: a new version is added.
        "ordnance.view_cordonrule", "ordnance.add_cordonrule",
    ),
}
# fmt: on

# Who signs in with a second step or not at all. A stolen password of theirs would open the exact
# points of what lies in the ground and the names of callers, or let a stranger decide what is true,
# publish it, bring rows in by the thousand, or make people. A coordinator logs from any phone on a
# bad line and a viewer only reads, neither of them anything restricted: they may choose it.
SECOND_STEP = (
    "administrator",
    "protection_officer",
    "data_manager",
    "dispatcher",
    "team_leader",
    "quality_reviewer",
    "reviewer",
    "publisher",
)


def granted():
    """Every permission name that some role holds."""
    return {name for names in ROLES.values() for name in names}


def sync_roles(**_signal):
    """Make the groups hold exactly what the table says. Idempotent; runs after each migrate."""
    group_model, permission_model = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in permission_model.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role, names in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.set([known[name] for name in names if name in known])
