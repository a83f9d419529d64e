"""The rows of an XLSX that people do not see, by hand or by a filter: calamine tells of none."""

import re

# A sheet may hold a million rows, each of which says that it is not hidden.
MARKS = re.compile(rb"""hidden=["'](?:1|t)""")
HIDDEN = re.compile(
    rb"""row\s(?<=[<:]....)(?=[^<>]*?(?<=\s)r=["'](\d{1,7})["'])"""
    rb"""[^<>]*?(?<=\s)hidden=["'](?:1|true)["']"""
)


class HiddenRows:
    """`numbers` of the rows, from 1, of what was looked at so far."""

    def __init__(self):
        self.numbers = set()

    def look(self, markup):
        """Look at a piece of the sheet's part; pieces may overlap."""
        if MARKS.search(markup):
            self.numbers.update(map(int, HIDDEN.findall(markup)))
