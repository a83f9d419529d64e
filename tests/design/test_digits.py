"""The reader's digits: what is read changes; what is copied, quoted or sent back does not."""

import pytest

from config.digits import with_arabic_digits

WRITTEN = '<bdi dir="ltr">INC-2024-000123</bdi>'


@pytest.mark.parametrize(("page", "shown"), [
    ("<td>20</td>",                             "<td>٢٠</td>"),
    ("<p>1,234 of 5.5</p>",                     "<p>١٬٢٣٤ of ٥٫٥</p>"),
    ("<p>14:32 · 28.</p>",                      "<p>١٤:٣٢ · ٢٨.</p>"),
    ('<bdi dir="ltr" data-number>10–15</bdi>',  '<bdi dir="ltr" data-number>١٠–١٥</bdi>'),
    (WRITTEN,                                   WRITTEN),
    (f"<p>{WRITTEN} 7</p>",                     f"<p>{WRITTEN} ٧</p>"),
    ('<p dir="auto">8 <b>9</b> said</p>10',     '<p dir="auto">8 <b>9</b> said</p>١٠'),
    ('<b dir="auto">8 <b>9</b> 9</b>10',        '<b dir="auto">8 <b>9</b> 9</b>١٠'),
    ('<b dir="auto">8<br>9</b>10',              '<b dir="auto">8<br>9</b>١٠'),
    ("<p>130 mm OF-482M</p>",                   "<p>١٣٠ mm OF-482M</p>"),
    ("<p>it&#39;s 5</p>",                       "<p>it&#39;s ٥</p>"),
    ('<input value="5" dir="auto"> 5',          '<input value="5" dir="auto"> ٥'),
    ("<textarea>5</textarea>5",                 "<textarea>5</textarea>٥"),
    ("<script>5</script><style>5</style>",      "<script>5</script><style>5</style>"),
    ('<a href="/7/" title="7">7</a>',           '<a href="/7/" title="7">٧</a>'),
])  # fmt: skip
def test_only_what_is_read_changes(page, shown):
    assert with_arabic_digits(page) == shown


@pytest.mark.parametrize(
    ("language", "digits", "changed"),
    [
        ("ar", "arabic", True),
        ("ar", "western", False),
        ("ar", None, False),
        ("en", "arabic", False),
    ],
)
def test_they_are_the_readers_choice_in_arabic(cast, signed_in, language, digits, changed):
    client = signed_in(cast.viewer)
    client.cookies["django_language"] = language
    if digits:
        client.post("/accounts/digits/", {"digits": digits})
    shown = client.get("/sitreps/2024-11-28/").content.decode()
    assert ("٢٠٢٤" in shown) == changed


def test_other_digits_than_these_are_no_choice(client, db):
    client.post("/accounts/digits/", {"digits": "roman"})
    assert "digits" not in client.cookies
