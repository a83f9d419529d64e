"""The Arabic catalogue is whole: every text of the sources, translated, with its placeholders."""

import ast
import os
import re
from collections import Counter
from pathlib import Path

import django
import polib
import pytest
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.template import templatize

from config import catalogues
from ordnance.choices import LandUse
from tests.house.sources import ROOT, modules

SOURCE = catalogues.LOCALE / "ar" / "LC_MESSAGES" / "django.po"
ENTRIES = [entry for entry in polib.pofile(str(SOURCE)) if not entry.obsolete]

# Which argument of a call is what; `_` is gettext or gettext_lazy.
PARTS = {
    "_": ("text",),
    "gettext": ("text",),
    "pgettext": ("context", "text"),
    "ngettext": ("text", "plural"),
    "npgettext": ("context", "text", "plural"),
}
CALL = re.compile(r"\b(?:_|(?:n|p|np)?gettext)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|<[^>]+>")
# These forms stand for one number each, so words may say it: zero, one, two.
ONE_NUMBER_EACH = (0, 1, 2)
FUTURE = 4_000_000_000
# What an Arabic line would turn round: 15–10 for 10–15, 90- for -90.
TURNED = re.compile(r"[\dA-Z]–[\dA-Z]|(?<![\w-])-\d|[\ds], [\d%]|\d \d\d:|EOD %|[≥≤]")
KEPT = re.compile('\u2066.*?\u2069|<bdi dir="ltr".*?</bdi>')
# What docs/arabic.md rules out, and why.
RULED_OUT = {
    "استهد|مستهدَف": "says what somebody meant; a hit is إصابة",
    "مصابين|مصابون": "the injured are جرحى",
    "عكس اتجاه الريح": "is heard as upwind and as downwind",
    "^سليم": "is said of what is safe; an intact object is غير متضرر",
    "مراجعنا|للمراجع ": "are reviewers; references are أرقام مرجعية",
    "مسؤول النظام|المشرف": "the administrator is مدير النظام",
    "خارجاً": "to leave out is استبعاد",
    "[“”]": "quotation marks are « »",
    "ًا": "tanween stands before its alif",
    "إنجليزي": "is إنكليزي in Syria",
}


def marked_in(tree):
    """(context, text) of each call that marks a text; a variable's text is marked elsewhere."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            parts = PARTS.get(call.func.id.removesuffix("_lazy"))
            values = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            if parts and len(values) >= len(parts):
                said = dict(zip(parts, values, strict=False))
                yield said.get("context"), said["text"]


def asked_without_a_number(tree):
    """The texts that are asked for in one form, whatever number they are about to be given."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            named = call.func.id.removesuffix("_lazy")
            if named in ("_", "gettext") and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def calls_in(template):
    """The calls that Django makes of a template's tags; the rest of its text is blanked."""
    text = templatize(template)
    for start in CALL.finditer(text):
        end = text.find(")", start.end())
        while end != -1 and not parses(text[start.start() : end + 1]):
            end = text.find(")", end + 1)
        yield ast.parse(text[start.start() : end + 1])


def parses(expression):
    try:
        ast.parse(expression)
    except SyntaxError:
        return False
    return True


def texts_of_the_sources():
    for module in modules():
        for context, text in marked_in(module.tree):
            yield context, text, module.name
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for call in calls_in(path.read_text()):
            for context, text in marked_in(call):
                yield context, text, str(path.relative_to(ROOT))


def trees_of_the_sources():
    for module in modules():
        yield module.tree
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield from calls_in(path.read_text())


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def arabic_of(page):
    """The Arabic that stands in a template itself, where no catalogue is at hand."""
    return " ".join(re.findall(r"[\u0600-\u06ff][\u0600-\u06ff\s،؛]*", page.read_text()))


def placeholders(text):
    return Counter(PLACEHOLDER.findall(text))


def wrong_placeholders(entry):
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for form, text in enumerate(translations(entry)):
        may_leave_out = 1 if entry.msgid_plural and form in ONE_NUMBER_EACH else 0
        said = placeholders(text)
        if said - wanted or (wanted - said).total() > may_leave_out:
            yield text


def test_every_text_of_the_sources_is_in_the_catalogue():
    known = {(entry.msgctxt, entry.msgid) for entry in ENTRIES}
    found = list(texts_of_the_sources())
    assert len(found) > 1000  # the extraction itself works
    missing = [f"{where}: {text!r}" for ctx, text, where in found if (ctx, text) not in known]
    assert not missing, "Run `make messages` and translate:\n" + "\n".join(missing)


def test_every_text_of_the_catalogue_is_translated_and_none_is_a_guess():
    waiting = [e.msgid for e in ENTRIES if e.fuzzy or not all(translations(e))]
    assert waiting == []


def test_translations_keep_the_placeholders_and_tags_of_their_text():
    assert [(e.msgid, said) for e in ENTRIES for said in wrong_placeholders(e)] == []


@pytest.mark.parametrize(("words", "why"), RULED_OUT.items(), ids=range(len(RULED_OUT)))
def test_a_word_that_was_ruled_out_does_not_come_back(words, why):
    found = [said for e in ENTRIES for said in translations(e) if re.search(words, said)]
    for page in (ROOT / "templates").rglob("*.html"):
        found += [f"{page.name}: {words}"] * bool(re.search(f"{words}", arabic_of(page)))
    assert found == [], why


def test_numbers_that_belong_together_keep_their_order():
    said = [KEPT.sub("", text) for entry in ENTRIES for text in translations(entry)]
    assert [text for text in said if TURNED.search(text)] == []


def test_arabic_has_the_six_plural_forms_of_django():
    forms = polib.pofile(str(SOURCE)).metadata["Plural-Forms"]
    folder = Path(django.__file__).parent / "conf" / "locale" / "ar" / "LC_MESSAGES"
    assert forms == polib.pofile(str(folder / "django.po")).metadata["Plural-Forms"]
    assert {len(entry.msgstr_plural) for entry in ENTRIES if entry.msgid_plural} == {6}


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "لا مهام"), (1, "مهمة واحدة"), (2, "مهمتان"), (3, "3 مهام"), (11, "11 مهمة")],
)
def test_a_number_takes_its_form(n, said):
    with override("ar"):
        assert ngettext("%(n)s ticket", "%(n)s tickets", n) % {"n": n} == said


def test_a_text_with_a_form_for_each_number_is_never_asked_for_without_its_number():
    """gettext would take the form of one: “and one more (14)”."""
    counted = {e.msgid for e in ENTRIES if e.msgid_plural and placeholders(e.msgid)}
    asked = {text for tree in trees_of_the_sources() for text in asked_without_a_number(tree)}
    assert len(asked) > 1000
    assert asked & counted == set()


def test_a_word_of_two_senses_has_two_words():
    with override("ar"):
        assert gettext("Home") == "الرئيسية"
        assert LandUse.HOME.label == "منزل"


def test_the_catalogue_says_nothing_of_who_or_where_it_was_made():
    said = " ".join(polib.pofile(str(SOURCE)).metadata.values())
    assert "@" not in said
    assert "/" not in said.replace("text/plain", "")


def test_a_catalogue_is_compiled_when_its_source_is_newer(tmp_path):
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid "Home"\nmsgstr "الرئيسية"\n')
    assert catalogues.compile_stale(tmp_path) == [folder / "django.mo"]
    assert catalogues.compile_stale(tmp_path) == []
    os.utime(source, (FUTURE, FUTURE))
    assert catalogues.compile_stale(tmp_path) == [folder / "django.mo"]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]
