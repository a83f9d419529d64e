"""Incidents in Django's administration: parties are a list to keep, cases are only read."""

from django.contrib import admin

from accounts.read_only import ReadOnly
from casework.querysets import fields_shown
from incidents.models import Actor, Incident


@admin.register(Actor)
class ActorAdmin(admin.ModelAdmin):
    list_display = ("name_en", "name_ar", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("name_en", "name_ar", "code", "aliases")


@admin.register(Incident)
class IncidentAdmin(ReadOnly, admin.ModelAdmin):
    """Read only, and only what the person may see: the verbs alone write cases."""

    list_display = ("ref", "occurred_on", "place", "weapon", "status")
    list_filter = ("status", "weapon")
    search_fields = ("ref", "external_id", "title")
    list_select_related = ("place",)

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_fields(self, request, obj=None):
        return fields_shown(Incident, obj, request.user)

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)
