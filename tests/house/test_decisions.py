"""Every decision stands in the index once, in the order in which they were made."""

from django.conf import settings

DECISIONS = settings.BASE_DIR / "docs" / "decisions"


def test_the_index_names_every_decision_in_order():
    lines = (DECISIONS / "README.md").read_text().splitlines()
    listed = [line.rpartition("(")[2].rstrip(")") for line in lines if line.endswith(".md)")]
    assert listed == sorted(path.name for path in DECISIONS.glob("0*.md"))
