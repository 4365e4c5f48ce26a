"""Pictures for tests, made byte by byte: with notes of place and camera, and words hidden in the picture itself."""

from __future__ import annotations

import struct
import zlib

PLACE = b"51.5N 0.1W"


def a_png(words: str = "A boat", notes: bytes = PLACE) -> bytes:
    """A PNG whose picture holds these words, with a note of where it was made."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"tEXt", b"Place\0" + notes)]
    parts += [(b"IDAT", words.encode()), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def a_real_png(side: int = 60) -> bytes:
    """A small grey square that a browser can show."""
    rows = b"".join(b"\0" + bytes([100 + (x * y) % 100 for x in range(side)]) for y in range(side))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"tEXt", b"Place\0" + PLACE)]
    parts += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def a_jpeg(way_up: int = 6, *, order: str = "<") -> bytes:
    """A JPEG with notes of place and camera, a comment, the way it was held, and something after its end."""
    exif = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    exif += struct.pack(f"{order}H", 2)
    exif += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, way_up, 0)
    exif += struct.pack(f"{order}HHII", 0x010F, 2, len(PLACE), 38)
    exif += struct.pack(f"{order}I", 0) + PLACE
    scan = b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"".join(
        [
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xE1, b"Exif\0\0" + exif),
            _segment(0xFE, b"made at " + PLACE),
            _segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0"),
            _segment(0xDA, b"\1\1\0\0\x3f\0") + scan,
            b"\xff\xd9",
            b"after the end " + PLACE,
        ]
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content
