"""A correction that met a newer version: both versions, field by field, and the choice.

The page that answers 409 is a form: it holds all that was sent, the newer value of each field that
both changed, and the version that it now answers. Sent again, `chosen` puts the chosen values where
the view expects them, so that every form that edits has this page without knowing of it.
"""

import json
from copy import copy
from dataclasses import dataclass
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from casework.changes import reading
from casework.story import field_line, is_case, name_relations

MARK = "two-versions"
TAKE, NEWER, NAMES = "take:", "newer:", "names:"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "seen", MARK}
NEVER_SENT = {"submit", "button", "reset", "image", "file"}
POINT = ("latitude", "longitude")


@dataclass
class Clash:
    """One field that both changed. `was` is its value before, "" where history may not hold it.

    `pairs` is the newer value as a form would post it; `untouched` says that the sender left the
    field as it was, so that the newer value is the one to take.
    """

    name: str
    label: str
    mine: object
    newer: object
    was: object
    pairs: list
    names: list
    untouched: bool

    @property
    def take(self):
        return f"{TAKE}{self.name}"


@dataclass
class TwoVersions:
    """What the page of two versions shows and sends again. `rest` is what was sent, as posted."""

    clashes: list
    rest: list
    seen: int


def compare(form, stale, posted):
    """The form as it was sent beside the case as it is now."""
    changed = changes_since(form, stale)
    fields = [form[name] for name in form.fields if name in names_in_form(form, changed)]
    clashes = [clash for field in fields if (clash := clash_of(form, field, changed, posted))]
    rest = [
        (name, value)
        for name, values in posted.lists()
        for value in values
        if name not in NOT_SENT_AGAIN and not name.startswith((TAKE, NEWER, NAMES))
    ]
    return TwoVersions(clashes, rest, form.initial.get("seen") or stale.case.version)


def changes_since(form, stale):
    """{field: value before} of what others changed in the record that this form edits."""
    record, first = getattr(form, "instance", None), {}
    own = record is None or type(record) is type(stale.case)
    for event in reversed(list(stale.events)):
        changes = event.changes if own else changes_of(record, event)
        for name, change in changes.items():
            if isinstance(change, list) and len(change) == 2:
                first.setdefault(name, change[0])
    return first


def changes_of(record, event):
    for edited in event.changes.get("edited", ()):
        if str(edited["id"]) == str(record.pk):
            return edited["changes"]
    return {}


def names_in_form(form, changed):
    """A point stands in one box, which two fields of the record fill."""
    both = {"point"} if "point" in form.fields and set(POINT) & set(changed) else set()
    return (set(changed) & set(form.fields)) | both


def clash_of(form, field, changed, posted):
    """None where both say the same."""
    fresh = copy(form)
    fresh.is_bound, fresh.data, fresh._bound_fields_cache = False, {}, {}
    pairs = posted_by(str(fresh[field.name]))
    names = list(dict.fromkeys(posted_by_names(str(fresh[field.name]))))
    mine = [(name, value) for name in names for value in posted.getlist(name)]
    if significant(mine) == significant(pairs):
        return None
    newer = cleaned(field.field, pairs, field.html_name)
    return Clash(
        name=field.name,
        label=field.label,
        mine=said(field.field, form.cleaned_data.get(field.name)),
        newer=said(field.field, newer),
        was=before(form, field.name, changed),
        pairs=pairs,
        names=names,
        untouched=is_untouched(form, field.name, changed),
    )


def significant(pairs):
    return sorted((name, value.replace("\r\n", "\n")) for name, value in pairs if value)


# ---------------------------------------------------------------- values as a person reads them


def cleaned(field, pairs, name):
    """A value as the form would understand it; the text itself where it does not."""
    sent = query_of(pairs)
    try:
        return field.clean(field.widget.value_from_datadict(sent, {}, name))
    except ValidationError:
        return " ".join(value for _name, value in pairs)


def query_of(pairs):
    sent = QueryDict(mutable=True)
    for name, value in pairs:
        sent.appendlist(name, value)
    return sent


def said(field, value):
    """A cleaned value in words; null stays null, which pages show as unknown."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Model):
        return getattr(value, "label", None) or str(value)
    words = {str(key): word for key, word in flat(getattr(field, "choices", ()))}
    if isinstance(value, (list, tuple)) and words:
        return ", ".join(str(words.get(str(each), each)) for each in value)
    return words.get(str(value), value) if value not in (None, "") else None


def flat(choices):
    for key, word in choices:
        if isinstance(word, (list, tuple)):
            yield from word
        else:
            yield key, word


def before(form, name, changed):
    """The value before both, in words; "" where history does not hold it, or where it was a case
    that the sender may not see, which is not named."""
    record = getattr(form, "instance", None)
    if record is None or changed.get(name) in (None, ""):
        return ""
    line = field_line(type(record), name, changed[name], None)
    if is_case(line["relation"]) and not sees(form, line):
        return ""
    name_relations([line])
    return line["old"]


def sees(form, line):
    """Whether the sender may see the case that stood there; a form that knows no sender asks of
    none."""
    user = getattr(form, "user", None)
    return bool(user) and line["relation"].objects.visible_to(user).filter(pk=line["old"]).exists()


def is_untouched(form, name, changed):
    """Whether the sender left the field as it was; false where nobody can tell."""
    record = getattr(form, "instance", None)
    readers = {} if record is None else {each[0]: each for each in reading(type(record))}
    names = POINT if name == "point" else (name,)
    if any(each not in readers or not readers[each][2] for each in names):
        return False
    mine = {each: readers[each][1](record) for each in names if each in changed}
    return bool(mine) and all(
        json.loads(json.dumps(value, cls=DjangoJSONEncoder)) == changed[each]
        for each, value in mine.items()
    )


# ---------------------------------------------------------------- what a control would post


class Controls(HTMLParser):
    """Reads the controls of a drawn field: all their names, and what they would post as drawn."""

    def __init__(self):
        super().__init__()
        self.names, self.pairs = [], []
        self.select = self.text = None

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "option" and self.select and "selected" in said:
            self.pairs.append((self.select, said.get("value", "")))
        elif name := said.get("name"):
            self.meet(tag, name, said)

    def meet(self, tag, name, said):
        kind = said.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.text = ""
        elif tag != "input" or kind in NEVER_SENT:
            return
        elif kind not in ("radio", "checkbox") or "checked" in said:
            self.pairs.append((name, said.get("value") or ("on" if kind == "checkbox" else "")))
        self.names.append(name)

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.text is not None:
            self.pairs.append((self.names[-1], self.text.removeprefix("\n").removeprefix("\r\n")))
            self.text = None


def read(drawn):
    controls = Controls()
    controls.feed(drawn)
    return controls


def posted_by(drawn):
    return read(drawn).pairs


def posted_by_names(drawn):
    return read(drawn).names


# ---------------------------------------------------------------- the choice, sent again


def choosing(get_response):
    """Middleware: a form that comes back from the page of two versions reads as what was chosen."""

    def answer(request):
        if request.method == "POST" and is_plain(request) and MARK in request.POST:
            request.POST = chosen(request.POST)
        return get_response(request)

    return answer


def is_plain(request):
    """A form without files: to look into one with files would read them before their view."""
    return request.content_type == "application/x-www-form-urlencoded"


def chosen(posted):
    """What was sent, with the newer value of each field for which that was chosen."""
    merged = posted.copy()
    for key in posted:
        if not key.startswith(TAKE):
            continue
        if posted[key] == "newer":
            for name in posted.getlist(f"{NAMES}{key.removeprefix(TAKE)}"):
                merged.setlist(name, posted.getlist(f"{NEWER}{name}"))
    for key in list(merged):
        if key == MARK or key.startswith((TAKE, NEWER, NAMES)):
            del merged[key]
    merged._mutable = False
    return merged
