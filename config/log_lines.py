"""The log says which error came, and nothing of what somebody wrote that met it."""

import logging
import re

# PostgreSQL tells of a refused row all that is in it, callers' numbers and exact points too.
OF_THE_ROW = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\n(?:The above|During)|\Z)", re.DOTALL)


class Lines(logging.Formatter):
    def formatException(self, info):  # noqa: N802 - as logging names it
        return OF_THE_ROW.sub("", super().formatException(info))
