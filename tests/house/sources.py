"""The project's own source files, read once for the tests of its shape."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    *("config", "sitreps", "ordnance", "incidents", "exchange"),
    *("casework", "accounts", "munitions", "places"),
)


@dataclass(frozen=True)
class Module:
    """One Python file; ``name`` is its path from the project's root."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]


@cache
def modules() -> tuple[Module, ...]:
    """The code that runs: no tests, no migrations."""
    found = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    found += sorted((ROOT / "tools").glob("*.py"))
    return tuple(_read(path) for path in found if "migrations" not in path.parts)


@cache
def modules_of_tests() -> tuple[Module, ...]:
    return tuple(_read(path) for path in sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> dict[str, str]:
    found = sorted((ROOT / "templates").rglob("*.html"))
    return {str(path.relative_to(ROOT)): path.read_text() for path in found}


def _read(path: Path) -> Module:
    text = path.read_text()
    return Module(str(path.relative_to(ROOT)), text, ast.parse(text))


def places(module: Module, nodes) -> list[str]:
    """Where the nodes stand, as ``app/module.py:12``."""
    return [f"{module.name}:{node.lineno}" for node in nodes]
