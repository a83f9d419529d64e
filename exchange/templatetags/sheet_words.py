"""The words of a sheet for a panel beside its rows: `{% words_of sheet as words %}`."""

from django import template

from exchange.answers.questions import OPEN, questions_of

register = template.Library()
SHOWN = 6


@register.simple_tag(takes_context=True)
def words_of(context, sheet):
    """The first of its questions, how many there are and how many of them are open."""
    asked = questions_of(sheet, context["request"].user)
    return {
        "shown": asked[:SHOWN],
        "all": len(asked),
        "open": sum(question.state == OPEN for question in asked),
    }
