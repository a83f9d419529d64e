"""Cases in Django's administration: read only, and only what the person may see of them."""

from django.contrib import admin

from accounts.read_only import ReadOnly
from casework.querysets import fields_shown


class CaseAdmin(ReadOnly, admin.ModelAdmin):
    """The verbs alone write cases."""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_fields(self, request, obj=None):
        return fields_shown(self.model, obj, request.user)

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the filters beside the list ask. Django lets an address narrow the list by any
        field of the model, so that counting its rows would tell a point that no page shows."""
        return lookup.partition("__")[0] in self.list_filter and super().lookup_allowed(
            lookup, value, request
        )
