"""Marks on maps: `{% load maps %}`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def mark(name):
    """`{% mark "immediate" %}`: one drawing of static/icons/marks.svg, silent to screen readers."""
    return format_html(
        '<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons/marks.svg"),
        name,
    )
