"""Numbers in the reader's digits: ٠١٢٣ for whoever reads Arabic and chose them.

Pages are written with 0–9 and changed on their way out, in one place, since numbers come from
everywhere: templates, sentences, charts. Only what people read is changed. Left as they are: what
people wrote (`dir="auto"`), what is copied or dictated letter by letter (`dir="ltr"`: references,
coordinates), words with Latin letters (OF-482M), and everything that a form sends back.
"""

import re

FROM_WESTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SEPARATORS = {".": "٫", ",": "٬"}
TAG = re.compile(r"(<[^>]*>)")
WORD = re.compile(r"\S*\d\S*")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)")
KEPT_AS_WRITTEN = re.compile(
    r"""<(?:(?:script|style|textarea|pre|code)\b|[^>]*\sdir=["']?(?:ltr|auto)\b)"""
)
A_NUMBER = re.compile(r"\sdata-number\b")
"""Isolated left to right and yet a number to read: a range."""
TAG_NAME = re.compile(r"</?\s*([\w-]+)")
WITHOUT_END = re.compile(
    r"<(?:area|br|col|embed|hr|img|input|link|meta|path|source|use|wbr)\b|.*/>$", re.DOTALL
)


def in_the_readers_digits(get_response):
    """Middleware: changes the digits of whole pages and fragments for those who chose so."""

    def answer(request):
        response = get_response(request)
        if wants_arabic_digits(request) and is_page(response):
            response.content = with_arabic_digits(response.content.decode(response.charset))
        return response

    return answer


def wants_arabic_digits(request):
    in_arabic = getattr(request, "LANGUAGE_CODE", "").startswith("ar")
    return in_arabic and request.COOKIES.get("digits") == "arabic"


def is_page(response):
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def with_arabic_digits(source):
    """The page with its numbers in Arabic-Indic digits, tags and attributes untouched."""
    pieces, kept = TAG.split(source), []
    for at, piece in enumerate(pieces):
        if piece.startswith("<"):
            follow(piece, kept)
        elif not kept and piece:
            pieces[at] = WORD.sub(changed, piece)
    return "".join(pieces)


def follow(tag, kept):
    """Keep `kept`: the open elements called like the outermost one that is kept as written."""
    name = TAG_NAME.match(tag)
    if not name or WITHOUT_END.match(tag):
        return
    if not kept and KEPT_AS_WRITTEN.match(tag) and not A_NUMBER.search(tag):
        kept.append(name[1])
    elif kept and name[1] == kept[0]:
        kept.pop() if tag.startswith("</") else kept.append(name[1])


def changed(word):
    text = word[0]
    if "&" in text or re.search(r"[A-Za-z]", text):
        return text
    text = BETWEEN_DIGITS.sub(lambda mark: SEPARATORS[mark[0]], text)
    return text.translate(FROM_WESTERN)
