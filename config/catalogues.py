"""The catalogues of translations, compiled by a Python package: no gettext program is needed."""

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Compile each catalogue whose source is newer; what was written. Raises OSError."""
    stale = [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(source)]
    return [compile_one(source) for source in stale]


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> Path:
    """Written beside and then renamed: another process never reads half a catalogue."""
    compiled = source.with_suffix(".mo")
    beside = source.with_suffix(f".{os.getpid()}.mo")
    polib.pofile(str(source)).save_as_mofile(str(beside))
    return beside.replace(compiled)


if __name__ == "__main__":
    compile_stale()
