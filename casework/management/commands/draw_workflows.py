"""`manage.py draw_workflows`: write docs/workflows.md from the tables that the verbs obey."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from casework.models import Case
from casework.workflow import PREVIOUS

HEAD = """# Workflows

Made by `manage.py draw_workflows` from each app's `workflow.py`; a test fails when it is old.
“(previous)” is the status that the case came from.
"""
COLUMNS = ("step", "button", "from", "to", "permission", "needs", "takes")


class Command(BaseCommand):
    help = "Write docs/workflows.md from the workflow tables."

    def handle(self, **options):
        (settings.BASE_DIR / "docs" / "workflows.md").write_text(document())


def document():
    """The whole document, one section for each kind of case."""
    kinds = [model for model in apps.get_models() if issubclass(model, Case)]
    kinds.sort(key=lambda model: model._meta.model_name)
    return "\n".join([HEAD, *(section(model) for model in kinds)])


def section(model):
    flow, name = model.workflow, str(model._meta.verbose_name).capitalize()
    rows = [row(step) for step in flow.rows]
    head = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    diagram = ["```mermaid", flow.diagram(), "```", ""]
    return "\n".join([f"## {name}\n", *diagram, *head, *rows, ""])


def row(step):
    cells = (
        step.name,
        step.button,
        ", ".join(step.source),
        step.target if step.target == PREVIOUS else str(step.target),
        step.permission,
        ", ".join(step.needs),
        ", ".join(step.takes),
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
