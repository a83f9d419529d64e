"""The embedded server: one for all who need it, found again after any death."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_on_a_throwaway_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_database()")
        assert cursor.fetchone() == ("off", "test_aftermath")
