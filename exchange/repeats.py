"""Rows of one file that name the same record: said again, said otherwise, or of other parts of it.

A record is written once for a sheet. Of two rows that both had it to themselves, one would write
over the other, and both would be told as done.
"""

from collections import defaultdict

from casework.sentences import say as _
from exchange.rows import ERROR

AT_ONCE = 5000  # outside numbers asked about by one query


class Repeats:
    """What the rows of a file have in common, by the reference or the outside number they give.

    `apart` is {reference: numbers of its rows} where other rows stand between them.
    """

    def __init__(self, resource):
        self.resource = resource
        self.repeated = set()  # identities that the file has more than once
        self.in_file = {}  # one of those → (row number, what the rows say)
        self.means = {}  # outside number → reference of the same record, where the file has both
        self.apart = {}

    def identity(self, row):
        """What makes two rows of a file speak of one record; "" where nothing does."""
        number = row.text("external_id")
        return row.text("ref") or self.means.get(number, number)

    # ------------------------------------------------------------ looking at the whole file

    def noting(self, rows):
        """The rows as they come; at their end it is known which name one record."""
        refs, alone, seen, before = defaultdict(list), set(), set(), ""
        for row in rows:
            ref, number = row.text("ref"), row.text("external_id")
            identity = ref or number
            if identity and identity in seen:
                self.repeated.add(identity)
                if identity != before and ref:
                    self.apart[ref] = refs[ref]
            if ref:
                refs[ref].append(row.number)
            elif number:
                alone.add(number)
            seen.add(identity)
            before = identity
            yield row
        self.note_names(refs.keys(), alone)

    def note_names(self, refs, numbers):
        """Rows that give an outside number alone may mean a record that others give by name."""
        numbers = sorted(numbers) if refs else ()
        by = self.resource.by
        mine = self.resource.model.objects.visible_to(by).filter(organisation=by.organisation_id)
        for start in range(0, len(numbers), AT_ONCE):
            held = mine.filter(external_id__in=numbers[start : start + AT_ONCE])
            pairs = held.values_list("external_id", "ref")
            self.means |= {number: ref for number, ref in pairs if ref in refs}
        self.repeated |= set(self.means.values())

    # ------------------------------------------------------------ row by row

    def settled(self, rows):
        """Whether the rows are settled as said before; another thing said of it is refused."""
        head = rows[0]
        identity = self.identity(head)
        if identity not in self.repeated:
            return False
        says = [self.resource.said(row) for row in rows]
        first, before = self.in_file.setdefault(identity, (head.number, says))
        if first == head.number:
            return False
        if says == before:
            facts = {"number": identity, "row": first}
            for row in rows:
                row.skip(_("The same as row %(row)d (%(number)s).") % facts, "duplicate")
            return True
        name = "ref" if head.text("ref") else "external_id"
        sentence = _("Row %(row)d has this number too, and says something else.")
        if self.resource.several_rows:
            sentence = _(
                "Row %(row)d has this number too, and others stand between. Put the rows of one "
                "record below each other, in one form of its number."
            )
        head.add(ERROR, name, sentence % {"row": first}, "repeated")
        return False
