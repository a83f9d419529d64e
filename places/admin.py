"""Areas and their spellings in the administration, found by the same search as everywhere."""

from django.contrib import admin

from places.models import Area, AreaName

MOST_FOUND = 200


class AreaNameInline(admin.TabularInline):
    model = AreaName
    extra = 1


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ["pcode", "name_en", "name_ar", "level", "parent", "latitude", "longitude"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["pcode"]
    search_help_text = "C1022, Atareb, الأتارب"
    autocomplete_fields = ["parent"]
    readonly_fields = ["path"]
    inlines = [AreaNameInline]

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            found = Area.objects.search(search_term, limit=MOST_FOUND)
            queryset = queryset.filter(pk__in=[area.pk for area in found])
        return queryset, False
