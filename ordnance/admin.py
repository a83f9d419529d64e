"""Ordnance in Django's administration: teams are a list to keep, tickets are only read."""

from django.contrib import admin

from casework.querysets import fields_shown
from ordnance.models import Team, Ticket


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "organisation", "base", "eod_level", "ied_skill", "active")
    list_filter = ("organisation", "eod_level", "active")
    list_select_related = ("organisation", "base")
    search_fields = ("name",)
    autocomplete_fields = ("base",)
    filter_horizontal = ("members",)


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    """Read only, and only what the person may see: the verbs alone write cases."""

    list_display = ("ref", "reported_at", "place", "priority", "status", "team")
    list_filter = ("status", "priority")
    search_fields = ("ref", "external_id", "title")
    list_select_related = ("place", "team")

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_fields(self, request, obj=None):
        return fields_shown(Ticket, obj, request.user)

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
