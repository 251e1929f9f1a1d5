"""Which files are taken: type by content, size, pixels (HARDENING E1-E5). Pictures are re-encoded, so nothing hidden survives."""

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from kit.errors import RuleViolation
from kit.uploads import videos

MEGABYTE = 1024 * 1024
PHOTO_BYTES, VIDEO_BYTES, FILE_BYTES = 15 * MEGABYTE, 100 * MEGABYTE, 10 * MEGABYTE
FILES_A_DAY, BYTES_A_DAY = 100, 500 * MEGABYTE
MAX_PIXELS = 25_000_000
MAX_SIDE = 2400
_VIDEO = {".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm", ".m4v": "video/mp4"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_FILES = {
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
    ".eml": "message/rfc822",
}
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Accepted:
    """A file fit to be kept."""

    name: str
    media_type: str
    content: bytes


def check_photo(name: str, content: bytes) -> Accepted:
    """A photo, re-encoded without metadata, at most 2400 pixels a side.

    Raises RuleViolation: not_a_photo, file_too_big, too_many_pixels."""
    if len(content) > PHOTO_BYTES:
        raise RuleViolation("file_too_big", "The photo is larger than 15 MB. Send a smaller one.", field="photos")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                return _encoded(name, picture)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as broken:
        raise RuleViolation(
            "not_a_photo", "This file is no photo we can read. Send a JPEG, PNG or WebP picture.", field="photos"
        ) from broken


def resized(photo: Accepted, side: int) -> Accepted:
    """A checked photo as WebP whose longer side has at most so many pixels; without metadata like the photo itself."""
    with Image.open(io.BytesIO(photo.content)) as picture:
        smaller = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        smaller.thumbnail((side, side))
        out = io.BytesIO()
        smaller.save(out, "WEBP", quality=82)
    return Accepted(f"{photo.name.rsplit('.', 1)[0]}-{side}.webp", _PICTURES["WEBP"], out.getvalue())


def check_file(name: str, content: bytes) -> Accepted:
    """A photo, a video or another file that may be attached. Raises RuleViolation: see `check_photo`, file_type, empty_file."""
    if not content:
        raise RuleViolation("empty_file", "The file is empty. Choose another one.", field="files")
    kind = _kind(name, content)
    if kind.startswith("image/"):
        return check_photo(name, content)
    limit = VIDEO_BYTES if kind.startswith("video/") else FILE_BYTES
    if len(content) > limit:
        raise RuleViolation("file_too_big", "The file is too large: 10 MB for files, 100 MB for videos.", field="files")
    return Accepted(safe_name(name), kind, videos.without_metadata(content) if kind in videos.BOXED else content)


def safe_name(name: str) -> str:
    """A label for the file: no path, controls or bidi marks, at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}).strip(" .")
    return kept[-120:] or "file"


def _kind(name: str, content: bytes) -> str:
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    found = _sniffed(content)
    if found.startswith("image/"):
        return found
    if ending in _VIDEO and (found.startswith("video/") or content[4:8] == b"ftyp" or content[:4] == b"\x1aE\xdf\xa3"):
        return _VIDEO[ending]
    if ending == ".pdf" and content[:5] == b"%PDF-":
        return _FILES[ending]
    if ending in {".docx", ".xlsx", ".zip"} and content[:4] == b"PK\x03\x04":
        return _FILES[ending]
    if ending in {".txt", ".eml"} and b"\x00" not in content:
        return _FILES[ending]
    raise RuleViolation(
        "file_type",
        "This kind of file cannot be sent. Send a picture, a video, a PDF, a text or an Office file.",
        field="files",
    )


def _sniffed(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content[:4096], mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _encoded(name: str, picture: Image.Image) -> Accepted:
    if picture.format not in _PICTURES:
        raise RuleViolation("not_a_photo", "This file is no photo we can read. Send a JPEG, PNG or WebP picture.", field="photos")
    if picture.width * picture.height > MAX_PIXELS:
        raise RuleViolation("too_many_pixels", "The picture has more than 25 million pixels. Send a smaller one.", field="photos")
    kind = picture.format
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    if kind == "JPEG":
        upright.convert("RGB").save(out, "JPEG", quality=86, optimize=True)
    else:
        upright.save(out, kind)
    return Accepted(safe_name(name), _PICTURES[kind], out.getvalue())
