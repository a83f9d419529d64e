"""Keeps the search in step with the cases, whatever door they were written by: see `in_step`."""

from collections import defaultdict
from functools import lru_cache, partial

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import translation

from casework.deeds import kinds
from casework.in_step import Follower
from casework.indexed import IndexedCase, IndexedWord
from casework.models import Record
from casework.search_words import word, words_of
from casework.sensitivity import Sensitivity
from munitions.models import Munition
from places.models import Area

UNSAID = frozenset({"status"})  # every case has one: nobody means it by a word
READ_BY_ALL = (Sensitivity.PUBLIC, Sensitivity.INTERNAL)


def catch_up(limit=None, *, only=None):
    """Index cases that are new or changed, at most `limit` of each kind; returns how many.

    `only` names the one kind that is looked for.
    """
    return sum(each.catch_up(limit) for each in followers(only))


def bring_in_step(*, whole=False):
    """Index all that is new or changed; `whole` compares every case."""
    for each in followers():
        each.bring_in_step(whole=whole)


def is_behind(only=None):
    """Whether some case, of one kind or of any, cannot be found by its words yet."""
    return any(each.is_behind() for each in followers(only))


def followers(only=None):
    return [follower(kind) for kind in ([only] if only else kinds())]


def follower(kind):
    name = kind._meta.label_lower
    rows = partial(IndexedCase.objects.filter, kind=name)
    return Follower(name, kind, rows, "case", partial(index, kind))


@transaction.atomic
def index(kind, cases):
    names_of_place.cache_clear()  # a list may have been corrected since the last round
    names_of_munition.cache_clear()
    texts = texts_of(kind, cases)
    rows = [row_of(kind, case, texts[case.pk]) for case in cases]
    known = {each for row in rows for each in (*row.words, *row.restricted)}
    IndexedWord.objects.bulk_create(
        [IndexedWord(**word(each)._asdict()) for each in sorted(known)], ignore_conflicts=True
    )
    IndexedCase.objects.bulk_create(
        sorted(rows, key=lambda row: row.case),
        update_conflicts=True,
        unique_fields=["kind", "case"],
        update_fields=["version", "words", "restricted"],
    )


def row_of(kind, case, texts):
    read = {True: set(), False: set()}
    for by_all, text in texts:
        read[by_all].update(words_of(text))
    return IndexedCase(
        kind=kind._meta.label_lower,
        case=case.pk,
        version=case.version,
        words=sorted(read[True]),
        restricted=sorted(read[False] - read[True]),
    )


# ---------------------------------------------------------------- what a case says


def texts_of(kind, cases):
    """{case key: [(whether all colleagues may read it, text)]} of cases and their records."""
    texts, by_key = defaultdict(list), {case.pk: case for case in cases}
    for case in cases:
        texts[case.pk] += said_by(case, kind)
        texts[case.pk] += [(True, text) for text in names_of_place(case.place_id)]
    for model in records_of(kind):
        path = model.case_path.replace(".", "__")
        for record in model.objects.filter(**{f"{path}__in": list(by_key)}).annotate(
            of_case=models.F(f"{path}__pk")
        ):
            texts[record.of_case] += said_by(record, kind)
    return texts


def records_of(kind):
    """The kinds of record that a case of this kind has."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and belongs_to(model, kind)
    ]


def belongs_to(model, kind):
    for name in model.case_path.split("."):
        model = model._meta.get_field(name).related_model
    return model is kind


def said_by(record, kind):
    """(whether all colleagues may read it, text) of each field that says something in words.

    The words of a source that must be protected are for those alone who may read such things. What
    another permission opens than the one of its case is left out: whoever searches holds that one.
    """
    protected = getattr(record, "protected", False)
    same_key = record.field_policy.unlock == kind.field_policy.unlock
    for field, level in fields_in_words(type(record)):
        value = getattr(record, field.attname)
        if value not in (None, ""):
            by_all = level in READ_BY_ALL and not protected
            if by_all or same_key:
                yield from ((by_all, text) for text in in_words(field, value))


@lru_cache
def fields_in_words(model):
    classes = model.field_policy.classes
    return [
        (field, classes[field.name])
        for field in model._meta.concrete_fields
        if classes[field.name] is not Sensitivity.NEVER and field.name not in UNSAID
        if isinstance(field, (models.CharField, models.TextField))
        or field.related_model is Munition
    ]


def in_words(field, value):
    if field.related_model is Munition:
        return names_of_munition(value)
    return labels_of(field, value) if field.choices else [value]


@lru_cache(1000)
def labels_of(field, value):
    """What a choice is called, in each language."""
    label, labels = dict(field.flatchoices).get(value, ""), []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels.append(str(label))
    return labels


@lru_cache(2000)
def names_of_munition(key):
    munition = Munition.objects.get(pk=key)
    return [munition.designation, munition.name_ar, *munition.aliases]


@lru_cache(2000)
def names_of_place(key):
    """What a place and those it lies in are called in both languages, up to the governorate."""
    area, names = Area.objects.with_parents().get(pk=key), []
    while area and area.level > 0:
        names += [area.name_en, area.name_ar]
        area = area.parent
    return names
