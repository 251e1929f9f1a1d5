"""Files: believed by content, stripped, kept once, never a path."""

import io
import struct
import zlib
from datetime import datetime, timedelta

import pytest
from flask import Flask
from PIL import Image

from kit.accounts.models import User
from kit.errors import RuleViolation
from kit.uploads import commands, rules


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def huge_png() -> bytes:
    """A few bytes that claim 12,000 by 12,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_a_photo_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    kept = rules.check_photo("lid.jpg", picture(exif=exif.tobytes()))
    assert b"taken at home" not in kept.content
    assert not Image.open(io.BytesIO(kept.content)).getexif()


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"MZ\x90\x00" + b"\0" * 200, b"<svg xmlns='http://www.w3.org/2000/svg'/>", huge_png()]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_photo("photo.png", content)
    assert refused.value.field == "photos"


@pytest.mark.parametrize(
    "name, content",
    [("page.html", b"<script>1</script>"), ("a.pdf", b"<html>"), ("x.exe", b"MZ"), ("run.svg", b"<svg/>"), ("n.mp4", b"none")],
)
def test_active_or_disguised_files_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(RuleViolation):
        rules.check_file(name, content)


@pytest.mark.parametrize(
    "name, shown",
    [
        ("../../etc/cron.d/x", "x"),
        ("..\\..\\x.png", "x.png"),
        ("a\r\nX: y.png", "aX: y.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "file"),
        ("发票.pdf", "发票.pdf"),
    ],
)
def test_a_name_is_only_a_label(name: str, shown: str) -> None:
    assert rules.safe_name(name) == shown


def test_the_same_content_is_kept_once(app: Flask, customer: User, agent: User, now: datetime) -> None:
    file = rules.check_photo("lid.png", picture("PNG"))
    mine, theirs = commands.keep(file, owner=customer, now=now), commands.keep(file, owner=agent, now=now)
    assert mine.sha256 == theirs.sha256
    assert commands.storage().open(mine.sha256).read() == file.content
    assert commands.by_tokens([theirs.token, mine.token], customer.id) == [mine]


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def test_a_video_loses_where_it_was_taken() -> None:
    place = box(b"udta", box(b"\xa9xyz", b"+52.5200+013.4050/"))
    track = box(b"trak", box(b"tkhd", b"head") + box(b"meta", b"com.apple.quicktime.location"))
    video = box(b"ftyp", b"isom\0\0\2\0") + box(b"mdat", b"udta frames") + box(b"moov", box(b"mvhd", b"time") + place + track)
    kept = rules.check_file("walk.mp4", video).content
    assert len(kept) == len(video)
    assert b"52.52" not in kept
    assert b"quicktime.location" not in kept
    assert all(part in kept for part in (b"udta frames", b"mvhdtime", b"tkhdhead"))


@pytest.mark.parametrize("lie", [b"\0\0\0\0", b"\0\0\0\1", b"\0\0\0\4", b"\xff\xff\xff\xff"])
def test_a_video_that_lies_about_its_parts_is_left_as_it_is(lie: bytes) -> None:
    video = box(b"ftyp", b"isom") + lie + b"moov" + b"\0" * 4
    assert rules.check_file("walk.mp4", video).content == video


def test_a_day_has_its_share_of_files(app: Flask, customer: User, agent: User, now: datetime) -> None:
    file = rules.Accepted("a.txt", "text/plain", b"x")
    for owner in (customer, agent):
        for _turn in range(rules.FILES_A_DAY):
            commands.keep(file, owner=owner, now=now)
    commands.keep(file, owner=agent, now=now)
    with pytest.raises(RuleViolation) as refused:
        commands.keep(file, owner=customer, now=now)
    assert refused.value.code == "too_many_files"
    commands.keep(file, owner=customer, now=now + timedelta(days=1, seconds=1))
