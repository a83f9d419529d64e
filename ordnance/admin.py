"""Ordnance in Django's administration: teams and the numbers of the advised cordon are kept there,
tickets are only read."""

from django.contrib import admin
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from accounts.machine import people
from accounts.models import Organisation, User
from casework.case_admin import CaseAdmin
from ordnance.cordon import ADVICE
from ordnance.cordon_rules import BY_KIND, NUMBERS, in_force, issue
from ordnance.models import CordonRule, Team, Ticket


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    """The teams of the administrator's own organisation: who is in one, and where it waits, is for
    nobody else."""

    list_display = ("name", "organisation", "base", "eod_level", "ied_skill", "active")
    list_filter = ("eod_level", "active")
    list_select_related = ("organisation", "base")
    search_fields = ("name",)
    autocomplete_fields = ("base",)
    filter_horizontal = ("members",)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(**own(request))

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "organisation" and not request.user.is_superuser:
            options["queryset"] = Organisation.objects.filter(pk=request.user.organisation_id)
        return super().formfield_for_foreignkey(field, request, **options)

    def formfield_for_manytomany(self, field, request, **options):
        if field.name == "members" and not request.user.is_superuser:
            options["queryset"] = people(User.objects.filter(**own(request)))
        return super().formfield_for_manytomany(field, request, **options)


def own(request):
    return {"organisation": request.user.organisation_id}


@admin.register(Ticket)
class TicketAdmin(CaseAdmin):
    list_display = ("ref", "reported_at", "place", "priority", "status", "team")
    list_filter = ("status", "priority")
    search_fields = ("ref", "external_id", "title")
    list_select_related = ("place", "team")


@admin.register(CordonRule)
class CordonRuleAdmin(admin.ModelAdmin):
    """The versions of the advised cordon's numbers. None is changed: a new one begins with the
    numbers in force, and tickets keep the name of the one that they were advised by."""

    list_display = ("__str__", "made_at", "made_by", "confidence", "source")
    list_select_related = ("made_by",)
    fieldsets = (
        (
            _("The rule, in metres"),
            {"fields": ("least_m", "step_m", "more_m"), "description": ADVICE},
        ),
        (_("Metres by kind, when the fill is not known"), {"fields": tuple(BY_KIND)}),
        (_("What it rests on"), {"fields": ("source", "confidence", "reason")}),
    )

    def get_changeform_initial_data(self, request):
        return model_to_dict(in_force(), fields=NUMBERS) | super().get_changeform_initial_data(
            request
        )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        issue(obj, by=request.user)
