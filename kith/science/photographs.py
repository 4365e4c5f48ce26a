"""Photographs without what they tell unasked: a JPEG or PNG keeps its picture and loses place, time, camera and notes.

The picture itself is not made anew: whoever can be seen in it still can. Of a JPEG's notes only the way up is kept.
"""

import struct
import zlib
from typing import Final, Literal, NamedTuple

__all__ = ["NotAPhotograph", "Photograph", "plain_photograph"]

_JPEG: Final = b"\xff\xd8"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_END_OF_IMAGE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_KEPT_SEGMENTS: Final = frozenset({0xE0, 0xEE})  # JFIF, and how Adobe mixed the colours; APP1 to APP13 are notes
_COMMENT: Final = 0xFE
_WAY_UP: Final = 0x0112


class NotAPhotograph(ValueError):
    """The bytes are not a whole JPEG or PNG."""


class Photograph(NamedTuple):
    """A picture that can be kept."""

    media_type: Literal["image/jpeg", "image/png"]
    content: bytes


def plain_photograph(content: bytes) -> Photograph:
    """The same picture without its notes, judged by its bytes and not by its name.

    What follows the end of the picture is dropped. Raises NotAPhotograph.

    >>> plain_photograph(b"GIF89a")
    Traceback (most recent call last):
    kith.science.photographs.NotAPhotograph: neither a JPEG nor a PNG
    """
    try:
        if content.startswith(_JPEG):
            return Photograph("image/jpeg", _plain_jpeg(content))
        if content.startswith(_PNG):
            return Photograph("image/png", _plain_png(content))
    except (IndexError, struct.error):
        raise NotAPhotograph("it ends in the middle") from None
    raise NotAPhotograph("neither a JPEG nor a PNG")


def _plain_png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise NotAPhotograph("it ends in the middle")
        if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            raise NotAPhotograph("a part of it is damaged")
        if at == len(_PNG) and name != b"IHDR":
            raise NotAPhotograph("it does not begin as a PNG does")
        if name in _KEPT_CHUNKS:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept)


def _plain_jpeg(content: bytes) -> bytes:
    kept, at, has_frame = [_JPEG], 2, False
    while True:
        if content[at] != 0xFF:
            raise NotAPhotograph("a part of it is damaged")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _END_OF_IMAGE:
            if not has_frame:
                raise NotAPhotograph("there is no picture in it")
            return b"".join([*kept, b"\xff\xd9"])
        if marker in _WITHOUT_LENGTH:
            kept.append(content[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise NotAPhotograph("it ends in the middle")
        if marker == 0xE1:
            kept.append(_way_up(content[at + 4 : end]))
        elif marker in _KEPT_SEGMENTS or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            kept.append(content[at:end])
        if marker == _START_OF_SCAN:
            has_frame, start = True, end
            end = _end_of_scan(content, end)
            kept.append(content[start:end])
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: after a byte of 255 neither a stuffed zero nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NotAPhotograph("it ends in the middle")
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _way_up(notes: bytes) -> bytes:
    """The one note that a page needs: how the camera was held. Nothing when the notes do not say."""
    if notes[:6] != b"Exif\0\0" or notes[6:8] not in (b"II", b"MM"):
        return b""
    order = "<" if notes[6:8] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", notes, 10)
        (count,) = struct.unpack_from(f"{order}H", notes, 6 + first)
        for entry in range(min(count, 200)):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", notes, 8 + first + 12 * entry)
            if tag == _WAY_UP and 1 <= value <= 8:
                table = struct.pack(">HHHIHHI", 1, _WAY_UP, 3, 1, value, 0, 0)
                written = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + table
                return b"\xff\xe1" + struct.pack(">H", len(written) + 2) + written
    except struct.error:
        pass
    return b""
