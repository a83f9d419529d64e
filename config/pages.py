"""Pages that belong to no app: the design page, and how errors look."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casework.forms import TollField, fields_only
from casework.map_drawing import Mark, draw
from casework.wording import PRIORITIES, STATUSES

REPORTS = (
    {
        "label": "Local media",
        "grade": "C3",
        "sub": "28 Nov, 14:40",
        "minimum": 8,
        "maximum": 8,
        "quote": "8 dead in the first raids",
    },
    {
        "label": "Official statement",
        "grade": "C3",
        "sub": "28 Nov, 16:55",
        "minimum": 13,
        "maximum": 13,
        "quote": "13, seven of one family",
        "revises": 0,
    },
    {
        "label": "Civil Defence",
        "grade": "A2",
        "sub": "28 Nov, 18:48",
        "minimum": 15,
        "maximum": 15,
        "quote": "خمسة عشر قتيلاً، والحصيلة غير نهائية",
        "adopted": True,
        "revises": 1,
    },
    {
        "label": "Monitoring group",
        "grade": "B3",
        "sub": "28 Nov, 21:20",
        "minimum": 10,
        "maximum": 15,
    },
    {"label": "Hospital", "grade": "B2", "sub": "28 Nov, 22:05", "minimum": 12},
    {"label": "Witness", "grade": "D3", "sub": "28 Nov, 22:40", "qualifier": "unknown"},
)
FIGURES = (
    (15, 15, "exact"),
    (20, None, "at_least"),
    (None, 6, "up_to"),
    (30, 30, "about"),
    (10, 15, "between"),
    (0, 0, "exact"),
    (None, None, "unknown"),
)
LOOKS = [
    "aircraft_bomb",
    "cluster_container",
    "submunition",
    "rocket",
    "missile",
    "mortar",
    "grenade",
    "landmine",
    "unknown",
]


class SampleFilter(forms.Form):
    q = forms.CharField(label=_("Place, reference or words"), widget=forms.SearchInput)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("any")), ("draft", _("Draft"))]
    )


class SampleForm(forms.Form):
    place = forms.CharField(label=_("Place"), help_text=_("The community, if it is known."))
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", "—"), *[(k, w) for k, (w, mark) in PRIORITIES.items() if k]],
    )
    killed = TollField(label=_("Killed"))
    injured = TollField(label=_("Injured"), initial={"qualifier": "exact"})
    trapped = TollField(
        label=_("Under the rubble"),
        required=False,
        initial={"qualifier": "between", "minimum": 2, "maximum": 4},
    )
    told = forms.BooleanField(label=_("The community was told"), required=False)
    narrative = forms.CharField(
        label=_("What happened"), widget=forms.Textarea({"rows": 3, "dir": "auto"}), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


def sample_offer(name, button, refusal=""):
    step = SimpleNamespace(name=name, button=button)
    return SimpleNamespace(step=step, refusal=refusal, url="#steps")


def sample_map():
    """A mark of each priority, alone and in company, and a circle as the day's map has them."""
    marks = [
        Mark(36.6 + 0.3 * place, 36.2, str(word), url="#map", kind=name or "untriaged", icon=icon)
        for place, (name, (word, icon)) in enumerate(PRIORITIES.items())
    ]
    marks[0].number, marks[0].total = 3, 12
    circle = Mark(37.2, 35.9, "Atareb", url="#map", kind="counted", text="Atareb 15", radius=17)
    return draw([*marks, circle], width=372, height=240)


def design(request):
    """Every component once, with sample content; the bar that each page is held against."""
    wrong = {"killed_qualifier": "between", "killed_minimum": "9", "killed_maximum": "4"}
    return render(
        request,
        "design.html",
        {
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "figures": FIGURES,
            "reports": REPORTS,
            "looks": LOOKS,
            "offers": [
                sample_offer("review", _("Continue the review")),
                sample_offer("figures", _("Update figures")),
                sample_offer("return", _("Return")),
                sample_offer(
                    "publish", _("Publish"), _("It must be verified first, by another person.")
                ),
            ],
            "page": Paginator(range(412), 50).get_page(request.GET.get("page", 4)),
            "map": sample_map(),
            "filter": SampleFilter(request.GET or None),
            "form": SampleForm(),
            "wrong": SampleForm(wrong, auto_id="wrong_%s"),
        },
    )
