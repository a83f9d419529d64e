"""The lookup `mentions`: whether free text holds these words, however Arabic spells them."""

import unicodedata

from django.db.models import CharField, Lookup, TextField

from places.spelling import SAME_LETTER, WESTERN_DIGITS, to_western_digits

# Tashkeel, tatweel and direction marks: in the text or not, the word is the same.
IGNORED = "".join(map(chr, (*range(0x64B, 0x653), 0x640, 0x670, 0x200E, 0x200F, 0x202B, 0x202C)))
ALIKE = SAME_LETTER | WESTERN_DIGITS
BEFORE = "".join(map(chr, ALIKE)) + IGNORED
AFTER = "".join(each if isinstance(each, str) else chr(each) for each in ALIKE.values())


def sought(text):
    """What is looked for: folded as the database folds the text, without a leading article."""
    same = to_western_digits(unicodedata.normalize("NFKC", text).lower().translate(SAME_LETTER))
    words = "".join(letter for letter in same if letter not in IGNORED).strip()
    return words[2:] if words.startswith("ال") and len(words) > 4 else words


@CharField.register_lookup
@TextField.register_lookup
class Mentions(Lookup):
    """`title__mentions="مدرسه"` finds المدرسة; Latin letters regardless of case."""

    lookup_name = "mentions"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        folded = f"translate(lower({column}), %s, %s)"
        return f"strpos({folded}, %s) > 0", [*params, BEFORE, AFTER, sought(str(self.rhs))]
