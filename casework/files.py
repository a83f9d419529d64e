"""The verb `attach`: evidence is kept as received, and shown as a copy without metadata."""

import hashlib
import io
import mimetypes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from casework.actions import add, demand, locked

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONGEST_SIDE = 2000  # pixels of the shown copy; larger adds bytes, not evidence


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
    """The picture as JPEG bytes of pixels alone: no EXIF, no GPS; None when it is no picture."""
    if mime not in PICTURES:
        return None
    try:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = Image.new("RGB", picture.size)
    pixels.paste(picture)
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=82)
    return out.getvalue()
