"""The log tells of an error, and nothing of what somebody wrote."""

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.module_loading import import_string


def lines_of(error):
    named = dict(settings.LOGGING["formatters"]["line"])
    formatter = import_string(named.pop("()"))(named["format"], style=named["style"])
    told = (type(error), error, error.__traceback__)
    return formatter.format(logging.LogRecord("x", logging.ERROR, "", 1, "It fell.", (), told))


@pytest.mark.django_db
def test_a_row_that_the_database_refused_does_not_stand_in_the_log():
    written = "karimzada\n\n0999123777"
    statement = "INSERT INTO accounts_signintry (mark, until) VALUES (%s, NULL)"
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        connection.cursor().execute(statement, [written])
    assert "karimzada" in str(refused.value)
    lines = lines_of(refused.value)
    assert "violates not-null constraint" in lines
    assert "The above exception was the direct cause" in lines
    assert "karimzada" not in lines
    assert "0999123777" not in lines


def test_what_is_no_row_stands_there_whole():
    with pytest.raises(ValueError, match="karimzada") as wrong:
        int("karimzada")
    assert str(wrong.value) in lines_of(wrong.value)
