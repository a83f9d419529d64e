"""Why a file cannot be read: a word for the reason, and what the sentence about it needs."""

import zipfile
import zlib
from xml.parsers import expat

# What Python's own modules raise over an archive or a part of it that is broken.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError),
    *(NotImplementedError, OSError, EOFError, ValueError),
)


class Refused(Exception):
    """`reason` is a key of `exchange.reading.sentences`; the parameters are plain JSON."""

    def __init__(self, reason, **params):
        super().__init__(reason, params)
        self.reason, self.params = reason, params
