"""Pages of the administration that show and change nothing: it is written elsewhere."""


class ReadOnly:
    """Mixed into a ModelAdmin, in front of it."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
