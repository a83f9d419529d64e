"""`{{ finding|told }}`: what is wrong, in the reader's language."""

from django import template

from casework import sentences

register = template.Library()
register.filter("told", sentences.told)
