"""Which characters a text file is written in: UTF-8, UTF-16 or GB 18030, proved over the whole file."""

import codecs
from pathlib import Path

from helpdesk.imports.refusals import FileRefused

CHUNK = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHINESE_SHARE = 0.8
ENOUGH = 20_000


def encoding_of(path: Path) -> str:
    """The codec to open `path` with. Raises FileRefused(empty, not_text, unknown_encoding)."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(codecs.BOM_UTF8 + b" \r\n\t"):
        raise FileRefused("empty", path=path)
    for codec in _candidates(start, path):
        if _decodes(path, codec) and (codec != "gb18030" or _reads_as_chinese(path)):
            return codec
    raise FileRefused("unknown_encoding", path=path)


def _candidates(start: bytes, path: Path) -> tuple[str, ...]:
    for mark, codec in MARKS:
        if start.startswith(mark):
            return (codec,)
    if b"\0" not in start:
        return ("utf-8", "gb18030")
    return (_utf16_without_mark(start, path),)


def _utf16_without_mark(start: bytes, path: Path) -> str:
    """A header in Latin letters has a NUL as every second byte; its side tells the byte order."""
    half = len(start) // 2
    if start[1::2].count(0) > 0.3 * half and not start[0::2].count(0):
        return "utf-16-le"
    if start[0::2].count(0) > 0.3 * half and not start[1::2].count(0):
        return "utf-16-be"
    raise FileRefused("not_text", path=path)


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise FileRefused("not_text", path=path)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _reads_as_chinese(path: Path) -> bool:
    """Almost any Latin-1 text decodes as GB 18030 too, but into rare characters that everyday GB 2312 lacks."""
    seen = everyday = 0
    with path.open(encoding="gb18030") as file:
        for line in file:
            foreign = [character for character in line if not character.isascii()]
            seen += len(foreign)
            everyday += sum(_is_everyday(character) for character in foreign)
            if seen > ENOUGH:
                break
    return everyday >= CHINESE_SHARE * seen


def _is_everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
