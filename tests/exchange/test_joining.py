"""Several columns that feed one field: joined before its widget reads them."""

import pytest

from exchange import joining


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ({"day": 28, "month": "11", "year": 2024}, "2024-11-28"),
        ({"day": "٢٨", "month": "١١", "year": "٢٠٢٤"}, "2024-11-28"),
        ({"day": 5, "month": "6", "year": 24}, "2024-6-5"),
        ({"day": 28, "month": "تشرين الثاني", "year": 2024}, "28 تشرين الثاني 2024"),
        ({"day": "", "month": "11", "year": 2024}, "11 2024"),
        ({"day": "", "month": "-", "year": "unknown"}, ""),
        ({"date": "2024-11-28T00:00:00", "hour": "13:22"}, "2024-11-28 13:22"),
        ({"date": 45624, "hour": 0.5}, "2024-11-28 12:00"),
        ({"date": 7, "hour": ""}, "7"),
        ({"date": "28/11/2024", "hour": ""}, "28/11/2024"),
        ({"date": "", "hour": "13:22"}, "13:22"),
        ({"minimum": 8, "maximum": 13}, "8-13"),
        ({"minimum": "8", "maximum": 8}, "8"),
        ({"minimum": "20", "maximum": ""}, "at least 20"),
        ({"minimum": "", "maximum": "9"}, "up to 9"),
    ],
)
def test_parts_become_the_text_of_one_cell(parts, joined):
    assert joining.join(parts) == joined
