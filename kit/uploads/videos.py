"""Where a video was taken, and by whose device, is blanked in place: the boxes of MP4 and QuickTime files (ISO 14496-12)."""

from collections.abc import Iterator

BOXED = frozenset({"video/mp4", "video/quicktime"})
_HOLD_BOXES = {b"moov", b"trak", b"mdia", b"moof", b"traf"}
_TELL_TALES = {b"udta", b"meta", b"uuid"}
_DEEPEST = 8


def without_metadata(content: bytes) -> bytes:
    """The same video, as long as before so that nothing in it points astray, its notes turned into free space of zeros."""
    blanked = bytearray(content)
    for start, header, end in _notes(content, 0, len(content), 0):
        blanked[start + 4 : start + 8] = b"free"
        blanked[start + header : end] = bytes(end - start - header)
    return bytes(blanked)


def _notes(content: bytes, start: int, end: int, depth: int) -> Iterator[tuple[int, int, int]]:
    """Start, length of the header and end of every box that holds notes. A box that lies about its size ends the walk."""
    while start + 8 <= end:
        size, header = int.from_bytes(content[start : start + 4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        stop = start + size if size else end
        if stop > end or stop < start + header:
            return
        kind = content[start + 4 : start + 8]
        if kind in _TELL_TALES:
            yield start, header, stop
        elif kind in _HOLD_BOXES and depth < _DEEPEST:
            yield from _notes(content, start + header, stop, depth + 1)
        start = stop
