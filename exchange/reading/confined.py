"""The process that reads a file: started, fed, listened to, and ended whatever it does.

It has its own limits (`EXCHANGE_READ_MB` of address space, `EXCHANGE_READ_SECONDS` of the processor
and of waiting for it), knows neither the database nor the secret key, and is believed no more than
the file is. However it ends, the reader is told one sentence.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import PurePath
from tempfile import TemporaryFile
from time import monotonic

from django.conf import settings
from django.core.exceptions import ValidationError

from exchange.parsing import wire
from exchange.reading.sentences import SENTENCES, unreadable

PIECE = 1 << 20
TOO_LONG = {-signal.SIGXCPU, -signal.SIGKILL}
TOO_LARGE = {-signal.SIGABRT}


@contextmanager
def reader(file, *, suffix, sheet="", separator="", choose=False, joins=(), why=False):
    """A Reader of the binary file; its process ends with the block.

    `why` asks for nothing but the reason why an earlier process ran out of memory.
    """
    asked = {
        "why": why,
        "suffix": suffix,
        "sheet": sheet,
        "separator": separator,
        "choose": choose,
        "joins": list(joins),
        "seconds": settings.EXCHANGE_READ_SECONDS,
        "megabytes": settings.EXCHANGE_READ_MB,
    }
    with on_disk(file) as kept, subprocess.Popen(
        [sys.executable, "-m", "exchange.parsing", json.dumps(asked)],
        stdin=kept,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:  # fmt: skip
        try:
            yield Reader(process, None if why else kept)
        finally:
            process.kill()


@contextmanager
def on_disk(file):
    """The file as the other process can have it: with a descriptor, standing at its start."""
    try:
        file.fileno()
    except (OSError, AttributeError):
        with TemporaryFile() as copy:
            file.seek(0)
            while piece := file.read(PIECE):
                copy.write(piece)
            copy.flush()
            os.lseek(copy.fileno(), 0, os.SEEK_SET)
            yield copy
    else:
        os.lseek(file.fileno(), 0, os.SEEK_SET)  # below the buffer, which may have read ahead
        yield file


class Reader:
    """What the process says, frame by frame."""

    def __init__(self, process, file):
        self.process, self.file = process, file
        self.left = settings.EXCHANGE_READ_SECONDS  # to wait for it; our own work is not counted
        self.ready = selectors.DefaultSelector()
        self.ready.register(process.stdout, selectors.EVENT_READ)

    def first(self):
        """("sheet", what is said of it) or ("heads", of each sheet); raises ValidationError."""
        kind, body = self.frame()
        if kind == wire.SHEET:
            return "sheet", json.loads(body)
        if kind == wire.HEADS:
            return "heads", json.loads(body)
        raise unreadable("damaged")

    def lines(self):
        """Every row as a line of JSON; raises ValidationError when it ends before its end."""
        passed = 0
        while True:
            kind, body = self.frame()
            if kind == wire.END:
                break
            lines = body.decode().split("\n")
            passed += len(lines)
            yield from lines
        if passed != json.loads(body):
            raise unreadable("damaged")

    def frame(self):
        kind, size = wire.HEADER.unpack(self.exactly(wire.HEADER.size))
        if size > wire.LARGEST:
            raise unreadable("damaged")
        body = self.exactly(size)
        if kind == wire.REFUSED:
            said = json.loads(body)
            reason = said["reason"] if said["reason"] in SENTENCES else "damaged"
            raise unreadable(reason, **said["params"])
        return kind, body

    def exactly(self, size):
        pieces = []
        while size:
            began = monotonic()
            if not self.ready.select(max(self.left, 0)):
                raise unreadable("slow")
            self.left -= monotonic() - began
            piece = os.read(self.process.stdout.fileno(), min(size, PIECE))
            if not piece:
                raise self.end()
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def end(self):
        """Why the process ended without a word: the ValidationError, by its signal."""
        code = self.process.wait()
        if code in TOO_LONG:
            return unreadable("slow")
        if code in TOO_LARGE:
            return why_so_large(self.file)
        return unreadable("damaged")


def why_so_large(file):
    """What of the file takes so much memory, if a second look can tell."""
    if file is not None:
        try:
            with reader(file, suffix="", why=True) as process:
                process.first()
        except ValidationError as error:
            return error
    return unreadable("memory")


def suffix_of(name):
    return PurePath(name).suffix.lower()
