"""Ordnance in Django's administration: teams are a list to keep, tickets are only read."""

from django.contrib import admin

from accounts.machine import people
from accounts.models import Organisation, User
from casework.case_admin import CaseAdmin
from ordnance.models import Team, Ticket


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
