"""A row that a person called the same event: its source and its figures join the incident that is
there, in the database or in an earlier row; nothing that stands is changed."""

from django.core.exceptions import ValidationError

from casework.actions_many import faults_of_additions
from casework.sentences import say as _
from exchange.cases import Change
from exchange.resources import set_verdict
from exchange.rows import SOURCE_OF, Verdict
from incidents.choices import OUT_OF_PLAY
from incidents.models import Source
from incidents.sheet_parts import figures_told, report_records


def is_out_of_play(incident):
    """Whether no sum holds the incident: what a sheet would add to it is said to nobody."""
    return incident.status in OUT_OF_PLAY


class Joining:
    """Finds the incidents that rows of one sheet join, and plans what they add."""

    def __init__(self, resource):
        self.resource = resource
        self.wanted = set()  # numbers of the rows that others join
        self.made, self.stored = {}, {}  # number → incident, reference → incident

    def noting(self, rows):
        """The rows as they come by; remembers which of them others join."""
        for row in rows:
            target = row.answers.get(SOURCE_OF)
            if isinstance(target, int):
                self.wanted.add(target)
            yield row

    def look_up(self, rows):
        refs = {row.answers.get(SOURCE_OF) for row in rows}
        refs = {ref for ref in refs if isinstance(ref, str)}
        if refs:
            found = self.resource.queryset().filter(ref__in=refs)
            self.stored = {incident.ref: incident for incident in found}

    def remember(self, row):
        """An incident that this row makes, if another row joins it."""
        if row.number in self.wanted and row.plan:
            self.made[row.number] = row.plan.case

    def judge(self, row):
        """The row's verdict and plan: a source and a report more on the incident."""
        target = row.answers[SOURCE_OF]
        incident = (self.made if isinstance(target, int) else self.stored).get(target)
        if incident is None:
            row.refuse("", self.missing(target))
            set_verdict([row], Verdict.REFUSED)
            return
        if is_out_of_play(incident):
            row.refuse("", ValidationError(incident.seal, code="sealed"))
        plan = Change(incident, changed=False, additions=self.additions(row, incident))
        if not self.resource.applying:
            for _record, error in faults_of_additions(plan.additions, by=self.resource.by):
                row.refuse("killed", error)
        if row.is_refused:
            set_verdict([row], Verdict.REFUSED)
            return
        words = target if isinstance(target, str) else _("row %(n)d") % {"n": target}
        row.note("", _("Joins %(other)s as a source, as a person said.") % {"other": words},
                 SOURCE_OF, other=key_of(target))  # fmt: skip
        row.plan = plan
        set_verdict([row], Verdict.CHANGED, incident.ref)

    def missing(self, target):
        if isinstance(target, int):
            sentence = _("Row %(n)d is not taken in as a new incident, so nothing can join it.")
            return sentence % {"n": target}
        return _("There is no %(ref)s that you may see.") % {"ref": target}

    def additions(self, row, incident):
        """The source, and the casualty report if the row gives any number; its text goes along."""
        name = row.values.get("source") or self.resource.source_name
        source = Source(incident=incident, kind=Source.Kind.SHEET, name=name[:200])
        row.changes["+ source"] = ["", source.name]
        stated = figures_told(row)
        if not stated:
            return [source]
        fields = self.resource.report_fields(row)
        said = [fields.get("wording", ""), row.values.get("narrative", "")]
        fields["wording"] = "\n".join(filter(None, said))
        return [source, *report_records(incident, source, stated, **fields)]


def key_of(whose):
    """How a finding names another row, or an incident: its page can link to it."""
    return {"row": whose} if isinstance(whose, int) else {"ref": whose}
