"""The forms of tickets and of what belongs to them: first reports, sightings, items, disposals."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import CaseForm, fields_only
from casework.models import GeoPrecision
from casework.recent_places import recent_places
from incidents.models import Incident
from munitions.models import Category
from ordnance.choices import Certainty, Channel
from ordnance.contacts import FIELDS as CONTACT
from ordnance.contacts import keep_until
from ordnance.models import Disposal, Item, Sighting, Ticket, TicketFile
from ordnance.priority import judge_ticket
from ordnance.steps import EXPOSURE, SHORTEST_OVERRIDE
from ordnance.teams import Team
from places.coordinates import Point
from places.forms import PlaceField, PointField

HIDDEN = ("submission_key", "seen")
SEGMENTS = "incidents/fields/segments.html"


class YesNoUnknown(forms.RadioSelect, forms.NullBooleanSelect):
    """Yes, no and unknown side by side, one tap each; unknown stands until somebody knows."""


def segmented(form, *names):
    """The names as a layout, yes-no-unknown questions among them as three keys in a row."""
    asked = {n for n in names if isinstance(form.fields[n], forms.NullBooleanField)}
    for name in asked:
        form.fields[name].widget = YesNoUnknown()
    few = {n for n in names if isinstance(form.fields[n].widget, forms.RadioSelect)}
    return [Field(n, template=SEGMENTS) if n in few else n for n in names]


def native_pickers(form):
    """Let the browser's own pickers fill in days and times; typed ISO works as well."""
    for field in form.fields.values():
        if isinstance(field, forms.DateTimeField):
            field.widget = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
        elif isinstance(field, forms.DateField):
            field.widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")


def side_by_side(*names):
    """Two columns at the desk, one on a phone."""
    return Div(*names, css_class="row row-cols-1 row-cols-md-2")


class RecordForm(CaseForm):
    """A form whose rules may speak of fields it does not show: those stand above it."""

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        native_pickers(self)
        self.leave_out()

    def leave_out(self, *names):
        """Do without these fields, and lay out the others."""
        for name in names:
            self.fields.pop(name, None)
        shown = (name for name in self.fields if name not in HIDDEN)
        self.helper = fields_only(side_by_side(*segmented(self, *shown)))

    def add_error(self, field, error):
        if field is not None or not hasattr(error, "error_dict"):
            return super().add_error(field, error)
        for name, errors in error.error_dict.items():
            shown = "point" if name in ("latitude", "longitude") else name
            super().add_error(shown if shown in self.fields else None, errors)
        return None

    def take_errors(self, refused):
        self.add_error(None, refused)


class IncidentRefField(forms.CharField):
    """An incident by its number; cleans to an Incident this person may see, or None."""

    default_error_messages = {"unknown": _("You have no incident “%(ref)s”. Check the number.")}

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs |= {"dir": "ltr", "placeholder": "INC-2024-000123"}
        self.user = None

    def prepare_value(self, value):
        return getattr(value, "ref", value)

    def clean(self, value):
        ref = super().clean(value).upper()
        if not ref:
            return None
        found = Incident.objects.visible_to(self.user).filter(ref=ref).first()
        if found is None:
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"ref": ref}
            )
        return found


def ask_incident(form):
    """Show the incident that is linked; where this person may not see it, do not even ask."""
    linked = form.instance.incident_id
    seen = Incident.objects.visible_to(form.user).filter(pk=linked).first()
    if linked and seen is None:
        del form.fields["incident"]
    else:
        form.fields["incident"].user = form.user
        form.initial["incident"] = seen or form.initial.get("incident")


class PlacedForm(RecordForm):
    """A ticket with its place, and its point where this person may write one."""

    place = PlaceField(label=_("Place"))
    point = PointField(label=_("Point"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ticket = self.instance
        if ticket.latitude is not None:
            self.initial.setdefault("point", Point(ticket.latitude, ticket.longitude))
        if ticket._state.adding and self.user:
            self.fields["place"].widget.recent = recent_places(self.user)
        blind = not Ticket.field_policy.opens_restricted(self.user)
        if blind and not ticket._state.adding:
            self.leave_out("point", "access_route")

    def clean(self):
        cleaned = super().clean()
        if "point" not in self.fields:
            return cleaned
        point = cleaned.get("point")
        if cleaned.get("location_unsafe") and point:
            self.add_error("point", _("Remove the point: you said it is not safe to record it."))
            point = None
        self.instance.latitude, self.instance.longitude = point[:2] if point else (None, None)
        if point and not self.instance.geo_precision:
            self.instance.geo_precision = GeoPrecision.EXACT
        return cleaned


WHERE = ("place", "site_name", "where_seen", "point", "location_unsafe")
WHAT = ("category", "munition", "quantity_reported", "written", "description")
WHO = ("channel", "reported_at", *CONTACT)


class TicketForm(PlacedForm):
    """The first report, in the order of the nine-line report: where, what, who says so."""

    category = Item._meta.get_field("category").formfield(label=_("What is seen"))
    written = Item._meta.get_field("written").formfield(label=_("In the caller's words"))
    quantity_reported = Item._meta.get_field("quantity_reported").formfield(label=_("How many"))
    munition = Item._meta.get_field("munition").formfield()
    channel = Sighting._meta.get_field("channel").formfield(initial=Channel.PHONE)
    where_seen = Sighting._meta.get_field("where_seen").formfield()
    reporter_name = Sighting._meta.get_field("reporter_name").formfield()
    reporter_phone = Sighting._meta.get_field("reporter_phone").formfield()
    consent_to_contact = Sighting._meta.get_field("consent_to_contact").formfield()
    incident = IncidentRefField(label=_("Incident that left it"), required=False)

    class Meta:
        model = Ticket
        fields = ["reported_at", "place", "site_name", "location_unsafe", "description", *EXPOSURE]
        fields += ["incident"]
        widgets = {"description": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_incident(self)
        self.fields["reporter_phone"].widget.attrs |= {"inputmode": "tel", "dir": "ltr"}
        if not self.user.has_perm("ordnance.confirm_item"):
            del self.fields["munition"]
        self.helper = fields_only(
            self.part(_("Where is it?"), *WHERE),
            self.part(_("What is seen, from where the caller stands?"), *WHAT),
            self.part(_("Who reports it?"), *WHO),
            self.part(_("If the caller knows"), *EXPOSURE, "incident"),
        )

    def part(self, legend, *names):
        shown = (name for name in names if name in self.fields)
        return Fieldset(legend, side_by_side(*segmented(self, *shown)), css_class="ask")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("munition"):
            cleaned["category"] = cleaned["munition"].category
        return cleaned

    def records(self):
        """The sighting and the item that come with the ticket, unsaved."""
        given, ticket = self.cleaned_data, self.instance
        sighting = Sighting(
            ticket=ticket,
            seen_at=ticket.reported_at,
            description=given["written"] or given["description"],
            **{name: given[name] for name in ("channel", "where_seen", *CONTACT)},
        )
        keep_until(sighting)
        item = Item(
            ticket=ticket,
            category=given["category"],
            munition=given.get("munition"),
            written=given["written"],
            quantity_reported=given["quantity_reported"],
        )
        finding = judge_ticket(ticket, [item])
        ticket.priority_by_rule, ticket.priority_rule = finding.priority, finding.line
        return [sighting, item]


class TicketEditForm(PlacedForm):
    """What may be put right while the ticket is open; priority and status move by steps."""

    incident = IncidentRefField(label=_("Incident that left it"), required=False)

    class Meta:
        model = Ticket
        fields = ["title", "reported_at", "place", "site_name", "location_unsafe", "access_route"]
        fields += ["description", "land_use", "distance_to_people", "people_at_risk", *EXPOSURE]
        fields += ["external_id", "incident"]
        widgets = {"description": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_incident(self)


class PriorityForm(RecordForm):
    """Another priority than the one a ticket has; the reason stays beside it."""

    reason = forms.CharField(
        label=_("Why"), min_length=SHORTEST_OVERRIDE, widget=forms.Textarea({"rows": 2})
    )

    class Meta:
        model = Ticket
        fields = ["priority"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priority"].required = True

    def clean(self):
        cleaned = super().clean()
        back_to_rule = cleaned.get("priority") == self.instance.priority_by_rule
        self.instance.priority_by = None if back_to_rule else self.user
        self.instance.priority_reason = "" if back_to_rule else cleaned.get("reason", "")
        return cleaned


class IncidentLinkForm(RecordForm):
    """Which attack left the objects; blank takes the link away."""

    incident = IncidentRefField(label=_("Incident that left it"), required=False)

    class Meta:
        model = Ticket
        fields = ["incident"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_incident(self)


class SightingForm(RecordForm):
    """Another caller, or another look, at objects that have a ticket already."""

    class Meta:
        model = Sighting
        fields = ["seen_at", "channel", "description", "where_seen", *CONTACT]
        widgets = {"description": forms.Textarea({"rows": 3})}


class ItemForm(RecordForm):
    """One kind of object at the site. Only EOD chooses a model and confirms what it is."""

    class Meta:
        model = Item
        # What is asked on site first; what the caller said is rarely touched there.
        fields = ["quantity_found", "certainty", "category", "munition", "state", "condition"]
        fields += ["burial", "depth_cm", "fuzed", "armed", "written", "quantity_reported"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        confirmed = self.instance.certainty == Certainty.CONFIRMED
        for name in ("quantity_found", "quantity_reported", "depth_cm"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        if self.user.has_perm("ordnance.confirm_item"):
            return
        self.leave_out("munition")
        if not confirmed:
            kept = [c for c in Certainty.choices if c[0] != Certainty.CONFIRMED]
            self.fields["certainty"].choices = kept

    def clean(self):
        cleaned = super().clean()
        munition = cleaned.get("munition")
        if munition and cleaned.get("category") == Category.UNKNOWN:
            cleaned["category"] = munition.category
        return cleaned


class DisposalForm(RecordForm):
    """What was done with how many; the balance refuses more than was found."""

    class Meta:
        model = Disposal
        fields = ["method", "quantity", "from_store", "done_at", "team", "note"]

    def __init__(self, *args, **kwargs):
        """The ticket's own team is not asked for, nor the store while nothing lies there."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.of(self.user)
        self.fields["quantity"].widget.attrs |= {"inputmode": "numeric", "min": 1}
        known = ["team"] if self.instance.team_id else []
        self.leave_out(*known, *([] if self.instance.item.balance.moved else ["from_store"]))


class FileForm(forms.Form):
    """A photo or document; what is shown later is a copy without its hidden data.

    `photo` opens a phone's camera, `upload` takes what is there already; one of them is enough.
    """

    photo = forms.FileField(
        label=_("Take a photo"),
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )
    upload = forms.FileField(label=_("Or choose a file"), required=False, widget=forms.FileInput)
    kind = TicketFile._meta.get_field("kind").formfield()
    caption = TicketFile._meta.get_field("caption").formfield()
    received_from = TicketFile._meta.get_field("received_from").formfield()
    captured_at = TicketFile._meta.get_field("captured_at").formfield()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        native_pickers(self)
        self.helper = fields_only()

    def clean(self):
        """`upload` is whichever of the two was given."""
        cleaned = super().clean()
        cleaned["upload"] = cleaned.pop("photo", None) or cleaned.get("upload")
        if not cleaned["upload"] and not self.errors:
            self.add_error("photo", _("Take a photo, or choose a file."))
        return cleaned
