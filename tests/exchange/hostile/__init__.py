"""Files that want to hurt, or were hurt: made by code, each with how reading it must end.

A group is {what it is: (file name, content or what makes it, outcome)}. The outcome is the number
of rows that come out, or the code of the one sentence that does.
"""

from tests.exchange.hostile import archives, opendocument, parts, texts

GROUPS = (archives.FILES, parts.FILES, opendocument.FILES, texts.FILES)
FILES = {name: file for group in GROUPS for name, file in group.items()}


def content_of(made):
    return made() if callable(made) else made
