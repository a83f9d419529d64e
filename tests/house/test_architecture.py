"""The shape of the code: sizes, names and places that a reader may rely on."""

import ast
import re
import statistics

import pytest

from tests.house.sources import ROOT, modules, modules_of_tests, places, templates

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8
P95_FUNCTION = 35
LONGEST_TEMPLATE = 150

NAMES_THAT_SAY_NOTHING = {"manager", "helper", "helpers", "util", "utils", "info", "handler"}
FOLDERS_THAT_SAY_NOTHING = {"core", "common", "utils", "helpers", "misc"}
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\bsrc=)""", re.I
)
SCRIPT_THAT_ONLY_HOLDS_JSON = re.compile(r"""<script[^>]*type=["']application/json["'][^>]*>""")


def functions():
    return [(module, function) for module in modules() for function in module.functions()]


def length(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def test_modules_are_short_enough_to_read():
    assert [f"{each.name}: {each.lines}" for each in modules() if each.lines > LONGEST_MODULE] == []


def test_functions_are_short_enough_to_see_at_once():
    too_long = [
        f"{module.name}:{function.lineno} {function.name}: {length(function)} lines"
        for module, function in functions()
        if length(function) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_most_functions_do_one_thing():
    lengths = sorted(length(function) for _, function in functions())
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[int(0.95 * (len(lengths) - 1))] <= P95_FUNCTION


def test_templates_are_short_enough_to_read():
    long = {name: text.count("\n") for name, text in templates().items()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_TEMPLATE} == {}


def test_every_module_says_its_subject_first():
    def says_nothing(module):
        return module.tree.body and not ast.get_docstring(module.tree)

    every = [*modules(), *modules_of_tests()]
    assert [module.name for module in every if says_nothing(module)] == []


def test_nothing_is_imported_inside_a_function():
    """An import at the top shows the layer that a module reaches; a hidden one goes round it."""
    hidden = []
    for module, function in functions():
        inner = [
            node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        hidden += places(module, inner)
    assert hidden == []


def words_of(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_names_say_what_a_thing_is():
    vague = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                banned = NAMES_THAT_SAY_NOTHING | (
                    {"data"} if isinstance(node, ast.ClassDef) else set()
                )
                if words_of(node.name) & banned:
                    vague.append(f"{module.name}:{node.lineno} {node.name}")
    assert vague == []


def test_no_folder_or_module_is_a_drawer_for_everything():
    parts = {part.removesuffix(".py") for module in modules() for part in module.name.split("/")}
    assert parts & (FOLDERS_THAT_SAY_NOTHING | NAMES_THAT_SAY_NOTHING) == set()


def test_nothing_is_left_to_do_in_a_comment():
    marks = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
    assert [module.name for module in modules() if marks.search(module.text)] == []


def test_signals_carry_no_rules():
    """Only post_migrate is listened to: a rule behind a signal is found by nobody."""
    listened = re.compile(r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b")
    assert [module.name for module in modules() if listened.search(module.text)] == []


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_template_has_no_inline_style_or_script(name):
    text = SCRIPT_THAT_ONLY_HOLDS_JSON.sub("", templates()[name])
    assert INLINE.findall(text) == []


def test_locks_and_build_files_name_no_package_host():
    files = [*ROOT.glob("requirements*.txt"), *ROOT.glob("tools/*"), ROOT / "Makefile"]
    files += [ROOT / ".ci" / "run", ROOT / "pyproject.toml"]
    texts = {path.name: path.read_text() for path in files if path.is_file()}
    assert [name for name, text in texts.items() if re.search(r"https?://", text)] == []


def test_locks_pin_every_package_with_hashes():
    for path in ROOT.glob("requirements*.txt"):
        entries = re.split(r"\n(?=[a-z])", path.read_text())
        assert [entry for entry in entries if "==" not in entry or "--hash=" not in entry] == []
