"""The one door: no code but the verbs writes a case, its records or its history.

The syntax tree shows calls and assignments, not types. So the rule is wide: outside the verbs every
write of any model is refused, unless its module is listed below with what else it writes; and even
in a listed module a case's own model may not be written by name.
"""

import ast
import re

import pytest
from django.apps import apps

from casework.models import Case, CaseFile, Event, Record
from tests.house.sources import Module, modules

THE_DOOR = (
    *("casework/actions", "casework/changing.py", "casework/merging.py", "casework/erasing.py"),
    *("casework/reverting.py", "casework/weighing.py"),
)

# What the modules write that are not the door, and why that is no case.
WRITES_NO_CASE = {
    "accounts/machine.py": "the machine's own account and its role",
    "accounts/devices.py": "where people signed in, and what was locked",
    "accounts/guessing.py": "tries to sign in, while they count",
    "accounts/roles.py": "groups, made from the table of roles after a migration",
    "accounts/choices.py": "the person's own language",
    "accounts/second_step.py": "second steps and recovery codes",
    "accounts/security.py": "what happened to the way people sign in",
    "accounts/visits.py": "when a person last looked at what changed",
    "casework/facets.py": "nothing: it counts cases by several columns at once",
    "casework/files.py": "pictures: Pillow's save writes a file's copy to memory",
    "casework/drafts.py": "drafts, which are no case yet",
    "casework/in_step.py": "up to when a table that follows the cases lacks none",
    "casework/indexing.py": "the words of cases as they are searched for",
    "casework/once.py": "receipts, and drafts that a receipt ends",
    "casework/sending.py": "drafts and pieces of files, which are no case yet",
    "casework/uploads.py": "pieces of files, which are no evidence yet",
    "casework/saved_views.py": "when a person last looked at a view",
    "casework/numbering.py": "the counter that gives out references",
    "casework/overwritten.py": "what a batch overwrote, kept apart from the history",
    "config/backups/contents.py": "nothing: it asks for one moment, and counts",
    "config/backups/bringing_back.py": "the files of a backup, and its records, into an empty site",
    "config/bulk.py": "the batch that names an act over many cases",
    "config/following.py": "what a person was told of the views that they follow",
    "config/saved_views.py": "filters that people named, and who follows them",
    "config/demo/building.py": "the batch that names the demo",
    "config/demo/people.py": "the demo's people, organisation and teams",
    "config/demo/reference.py": "reference lists",
    "config/bench/invented.py": "an organisation and a person",
    "config/bench/parts.py": "nothing: it asks for the database's process",
    "config/bench/rivals.py": "what the stock resource writes in the bench's own database",
    "exchange/views/sending.py": "choices of columns, and exports to be made",
    "exchange/exporting/making.py": "the log of exports and their files",
    "exchange/importing/applying.py": "the sheet that came in, and the batch that names it",
    "exchange/importing/aside.py": "rows of a sheet that a person left out",
    "exchange/importing/carrying.py": "what people mended in rows that are read again",
    "exchange/importing/checking.py": "what the rows of a sheet would do",
    "exchange/importing/forgetting.py": "a sheet whose file and unread cells are deleted",
    "exchange/importing/storing.py": "the rows of the sheet that came in, made equally long",
    "exchange/importing/merged.py": "the rows of a sheet that its merged cells cover",
    "exchange/importing/keeping_plans.py": "plans: what the rows of a sheet would make",
    "exchange/importing/writing_plans.py": "plans that are written, and what the rows became",
    "exchange/importing/remapping.py": "what the columns of a sheet are read as",
    "exchange/importing/known.py": "rows of a sheet that were applied before",
    "exchange/importing/outcome.py": "nothing: it counts what is wrong with rows",
    "exchange/mending/__init__.py": "what a person mends in the rows of a sheet, and who did it",
    "exchange/importing/undoing.py": "the sheet that was undone, what people decide of the rest",
    "exchange/importing/since.py": "what is told beside rows that were applied before",
    "exchange/importing/staging.py": "the sheet that came in and its rows",
    "exchange/jobs/asking.py": "jobs: work that was asked for",
    "exchange/jobs/running.py": "jobs, and their end",
    "exchange/jobs/telling.py": "how far a job is",
    "exchange/jobs/working.py": "entries of the queue whose worker is gone",
    "exchange/tasks.py": "why a sheet went no further",
    "exchange/mapping/remembered_columns.py": "the columns of sheets that came before",
    "exchange/answers/orders.py": "the sheet that came in: in which order its dates stand",
    "exchange/answers/questions.py": "nothing: it counts the words of rows",
    "exchange/answers/remembered_words.py": "what the words of sheets mean, which is reference",
    "incidents/keeping_tolls.py": "the tolls by which lists are ordered, made from the ledger",
    "incidents/sheet_parts.py": "parties of our own list, which are reference",
    "munitions/admin.py": "the approval of a munition, which is reference",
    "munitions/catalogue.py": "the catalogue, which is reference",
    "ordnance/cordon_rules.py": "versions of the advised cordon's numbers, which are reference",
    "ordnance/public_door.py": "what the public reported, before it is a sighting",
    "places/gazetteer.py": "areas and their names, which are reference",
    "places/models.py": "an area's names, which are reference",
    "places/outline_files.py": "outlines of areas, which are reference",
    "places/querysets.py": "paths and folded names of areas, which are reference",
    "sitreps/actions.py": "claims and issued reports, which have verbs of their own",
}

QUERYSET_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
INSTANCE_WRITES = {"save", "delete", "asave", "adelete"}
RAW_WRITES = {"execute", "executemany"}
CALLERS_OF_VERBS = {"actions", "desk"}  # the demo's desk hands everything to the verbs
GUARDED_FIELDS = {"status", "version"}


def is_door(module: Module) -> bool:
    return module.name.startswith(THE_DOOR)


def is_super(node: ast.expr) -> bool:
    """``super().save()`` inside an override: the call that the override stands for."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"


def is_writing_call(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name, receiver = node.func.attr, node.func.value
    if is_super(receiver):
        return False
    if name == "update":  # a queryset's takes names only; a dictionary's or digest's does not
        return bool(node.keywords) and not node.args
    if name == "create":  # Model.objects.create, case.events.create; not actions.create
        return isinstance(receiver, ast.Attribute) and receiver.attr not in CALLERS_OF_VERBS
    return name in QUERYSET_WRITES | INSTANCE_WRITES | RAW_WRITES


def is_guarded_assignment(node: ast.AST) -> bool:
    """``case.status = …``, in a tuple too, or ``setattr(case, "status", …)``."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        inner = [each for target in targets for each in ast.walk(target)]
        return any(isinstance(t, ast.Attribute) and t.attr in GUARDED_FIELDS for t in inner)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
        return getattr(node.args[1], "value", None) in GUARDED_FIELDS
    return False


def writes_of(module: Module) -> list[str]:
    return [
        f"{module.name}:{node.lineno} {ast.unparse(node).splitlines()[0][:80]}"
        for node in ast.walk(module.tree)
        if is_writing_call(node) or is_guarded_assignment(node)
    ]


def test_only_the_verbs_write():
    listed = set(WRITES_NO_CASE)
    others = [each for each in modules() if not is_door(each) and each.name not in listed]
    assert [write for module in others for write in writes_of(module)] == []


def models_of_cases():
    return [
        model for model in apps.get_models() if issubclass(model, Case | Record | Event | CaseFile)
    ]


def test_no_listed_module_writes_a_case_by_name():
    cases = {model.__name__ for model in models_of_cases()}
    found = []
    for module in modules():
        if module.name not in WRITES_NO_CASE:
            continue
        for node in filter(is_writing_call, ast.walk(module.tree)):
            named = {part.id for part in ast.walk(node.func) if isinstance(part, ast.Name)}
            found += [f"{module.name}:{node.lineno} {name}" for name in named & cases]
    assert found == []


def test_no_statement_in_sql_writes_a_case():
    tables = "|".join(model._meta.db_table for model in models_of_cases())
    write = re.compile(rf'(UPDATE|INSERT\s+INTO|DELETE\s+FROM|COPY)\s+"?({tables})\b', re.I)
    others = [module for module in modules() if not is_door(module)]
    assert [module.name for module in others if write.search(module.text)] == []


def test_the_list_names_only_modules_that_write():
    writing = {module.name for module in modules() if writes_of(module)}
    assert set(WRITES_NO_CASE) - writing == set()


@pytest.mark.parametrize(
    "line",
    [
        "case.status = 'closed'",
        "a, case.status = b, c",
        "case.version += 1",
        "setattr(case, 'status', 'closed')",
        "case.save()",
        "case.delete()",
        "case.items.update(quantity=1)",
        "Ticket.objects.filter(pk=1).update(status='closed')",
        "Ticket.objects.bulk_create(rows)",
        "case.events.create(verb='edited')",
        "cursor.execute(sql)",
    ],
)
def test_a_write_is_recognised(line):
    assert writes_of(Module("app/views.py", line, ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "actions.create(case, by=person)",
        "context.update({'case': case})",
        "digest.update(text)",
        "super().save(*args, **kwargs)",
        "if case.status == 'closed': pass",
        "status = case.status",
    ],
)
def test_what_is_no_write_passes(line):
    assert writes_of(Module("app/views.py", line, ast.parse(line))) == []
