"""Incidents in Django's administration: parties are a list to keep, cases are only read."""

from django.contrib import admin

from casework.case_admin import CaseAdmin
from incidents.models import Actor, Incident


@admin.register(Actor)
class ActorAdmin(admin.ModelAdmin):
    list_display = ("name_en", "name_ar", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("name_en", "name_ar", "code", "aliases")


@admin.register(Incident)
class IncidentAdmin(CaseAdmin):
    list_display = ("ref", "occurred_on", "place", "weapon", "status")
    list_filter = ("status", "weapon")
    search_fields = ("ref", "external_id", "title")
    list_select_related = ("place",)
