"""The catalogue in the administration, where an EOD officer approves its rows."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from munitions.models import Load, Munition

MOST_FOUND = 200


class LoadInline(admin.TabularInline):
    model = Load
    fk_name = "carrier"
    autocomplete_fields = ["submunition"]
    extra = 0


@admin.register(Munition)
class MunitionAdmin(admin.ModelAdmin):
    list_display = ["designation", "name_ar", "category", "diameter_mm", "confidence", "approved"]
    list_filter = ["category", "confidence", "approved", "origin"]
    search_fields = ["designation"]
    search_help_text = "RBK-500, РБК, 9M55K"
    inlines = [LoadInline]
    actions = ["approve"]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            found = Munition.objects.search(search_term, limit=MOST_FOUND)
            queryset = queryset.filter(pk__in=[munition.pk for munition in found])
        return queryset, False

    @admin.action(description=_("Approve as an EOD officer"), permissions=["change"])
    def approve(self, request, queryset):
        count = queryset.update(approved=True)
        sentence = ngettext("%d model is approved.", "%d models are approved.", count)
        self.message_user(request, sentence % count, messages.SUCCESS)
