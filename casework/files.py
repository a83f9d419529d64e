"""The verb `attach`: evidence is kept as received, and shown as a copy without metadata."""

import hashlib
import io
import mimetypes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from casework.actions import add, demand, locked

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONGEST_SIDE = 2000  # pixels of the shown copy; larger adds bytes, not evidence
MOST_PIXELS = 64_000_000  # in memory at once: three bytes each, for everybody who sends a photo now


@transaction.atomic
def attach(case, upload, *, by, **fields):
    """Keep an uploaded file with a case. `fields` are caption, received_from, captured_at, ….

    The SHA-256 is taken at receipt, over the bytes as they came. The same bytes sent to the same
    case again are the same evidence: the first file is returned, `came_before`, and nothing is
    added. Its `case` is the case as it stands after that. Raises ValidationError for an empty or
    too large file.
    """
    content = upload.read()
    refuse_unfit(upload.name, content)
    model = case.files.model
    mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()
    kept = model(
        **{model.case_path: case},
        **fields,
        name=upload.name[-200:],
        size=len(content),
        mime=mime,
        sha256=digest,
    )
    if first := the_same(kept, by):
        return first
    kept.original = ContentFile(content, name=digest)
    if picture := without_metadata(content, mime):
        kept.shown = ContentFile(picture, name=f"{digest}.jpg")
    setattr(kept, model.case_path, add(case, kept, by=by))
    return kept


def the_same(kept, by):
    """The file of this case with the same bytes, under the lock of the case; None for a new one."""
    case = locked(kept, by)
    demand(by, "add", kept)
    first = case.files.filter(sha256=kept.sha256).first()
    if first:
        first.came_before = True
    return first


def refuse_unfit(name, content):
    if not content:
        raise ValidationError(_("%(name)s is empty. Choose the file again.") % {"name": name})
    most = settings.AFTERMATH_FILE_MAX_MB
    if len(content) > most * 2**20:
        raise ValidationError(
            _("%(name)s is larger than %(most)d MB. Send a smaller copy.")
            % {"name": name, "most": most}
        )


def without_metadata(content, mime):
    """The picture as JPEG bytes of pixels alone: no EXIF, no GPS; None when it is no picture.

    Anybody may send anything under the name of a photo, the public too: what a decoder stumbles
    over is no picture, and refuses nothing that came with it.
    """
    if mime not in PICTURES:
        return None
    try:
        picture = upright(decoded(content)).convert("RGB")
    except Exception:  # noqa: BLE001 - decoders fall over damaged bytes in a dozen ways
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = Image.new("RGB", picture.size)
    pixels.paste(picture)
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=82)
    return out.getvalue()


def decoded(content):
    """The picture of these bytes, of the kinds we show and no other: Pillow would hand PostScript
    to an interpreter, whatever the file is called."""
    picture = Image.open(io.BytesIO(content), formats=tuple(PICTURES.values()))
    if not picture.info.get("progressive"):  # which is held whole to be decoded at all
        picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    picture.load()
    return picture


def upright(picture):
    """As its camera was held; as it lies where its EXIF is damaged."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - as above
        return picture
