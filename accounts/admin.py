"""People and organisations in the administration: what a person may do comes from roles alone."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import devices, second_step
from accounts.machine import people
from accounts.models import Device, Organisation, SecurityEvent, User
from accounts.read_only import ReadOnly
from accounts.security import note


class SecondStepFilter(admin.SimpleListFilter):
    """Who has a second step, and who has none."""

    title = _("second step")
    parameter_name = "second_step"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(second_step__isnull=self.value() == "no")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Nobody becomes a superuser here, and nobody changes their own roles or reach."""

    list_display = (
        *("username", "first_name", "last_name", "organisation", "is_active"),
        "has_second_step",
    )
    list_filter = ("groups", "is_active", "organisation", SecondStepFilter)
    list_select_related = ("organisation", "second_step")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ("groups",)
    autocomplete_fields = ("areas",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Roles and reach"), {"fields": ("organisation", "groups", "areas")}),
        (_("May sign in"), {"fields": ("is_active", "is_staff")}),
        (_("Seen"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Roles and reach"), {"fields": ("organisation", "groups", "areas")}),
    )
    actions = ("take_second_step",)
    own = ("organisation", "groups", "areas", "is_active", "is_staff")

    def get_queryset(self, request):
        """The people of the administrator's own organisation, and those of none yet. The machine is
        none of them: a password would let somebody in as protection officer."""
        known = people(super().get_queryset(request))
        if request.user.is_superuser:
            return known
        mine = known.filter(is_superuser=False)
        return mine.filter(organisation=request.user.organisation_id) | mine.filter(
            organisation=None
        )

    def get_readonly_fields(self, request, obj=None):
        """Whoever could give themselves a role would hold all of them."""
        own = self.own if obj == request.user and not request.user.is_superuser else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "organisation" and not request.user.is_superuser:
            options["queryset"] = Organisation.objects.filter(pk=request.user.organisation_id)
        return super().formfield_for_foreignkey(field, request, **options)

    def has_delete_permission(self, request, obj=None):
        """History names people for ever: who left is made inactive."""
        return False

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - as the address names it
        """One's own takes the old one, on one's own page; a colleague is told whose word it is."""
        person = self.get_object(request, unquote(id))
        if person == request.user:
            return redirect("accounts:password_change")
        before = person and person.password
        answer = super().user_change_password(request, id, form_url)
        if person and not type(person).objects.filter(pk=person.pk, password=before).exists():
            note(person, SecurityEvent.What.PASSWORD_SET, by=request.user)
        return answer

    @admin.display(description=_("second step"), boolean=True)
    def has_second_step(self, person):
        return hasattr(person, "second_step")

    @admin.action(description=_("Take the second step away (a lost phone)"), permissions=["change"])
    def take_second_step(self, request, queryset):
        """Not one's own: that takes one's password and a code, on one's own page."""
        others = queryset.exclude(pk=request.user.pk)
        gone = [each for each in others if second_step.turn_off(each, by=request.user)]
        for person in gone:
            self.log_change(request, person, _("The second step was taken away."))
        said = ngettext(
            "The second step of %(n)s person is taken away.",
            "The second step of %(n)s people is taken away.",
            len(gone),
        )
        self.message_user(request, said % {"n": len(gone)})


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """An administrator changes their own: who answers the public, and by which telephone, is for
    no other service to say."""

    list_display = ("name_en", "name_ar", "time_zone", "answers_public")
    search_fields = ("name_en", "name_ar")
    autocomplete_fields = ("areas",)

    def has_change_permission(self, request, obj=None):
        another = obj is not None and obj.pk != request.user.organisation_id
        if another and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Device)
class DeviceAdmin(admin.ModelAdmin):
    """Where people signed in. A lost phone is locked here; its person is barred at the person."""

    list_display = ("person", "browser", "first_seen_at", "seen_at", "locked_at", "cleared_at")
    list_filter = ("person__organisation", ("locked_at", admin.EmptyFieldListFilter))
    list_select_related = ("person",)
    search_fields = ("person__username", "person__first_name", "person__last_name")
    readonly_fields = (*list_display, "locked_by")
    fields = readonly_fields
    actions = ("lock",)

    def get_queryset(self, request):
        """The devices of the administrator's own organisation."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(
            person__organisation=request.user.organisation_id, person__is_superuser=False
        )

    @admin.action(description=_("Sign out, and clear at the next contact"), permissions=["change"])
    def lock(self, request, queryset):
        number = devices.lock(queryset, by=request.user)
        said = ngettext("%(n)s device is locked.", "%(n)s devices are locked.", number)
        self.message_user(request, said % {"n": number})

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnly, admin.ModelAdmin):
    """What happened to the way people sign in: to be read, and no more."""

    list_display = ("at", "person", "what", "by")
    list_filter = ("what", "person__organisation")
    list_select_related = ("person", "by")
    date_hierarchy = "at"
    search_fields = ("person__username", "person__first_name", "person__last_name")
    fields = list_display

    def get_queryset(self, request):
        """Of the people of the administrator's own organisation."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(person__organisation=request.user.organisation_id)
