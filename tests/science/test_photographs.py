"""A photograph keeps its picture and loses its notes; what is not a whole picture is refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.photographs import NotAPhotograph, plain_photograph
from tests.photographs import PLACE, a_jpeg, a_png, a_real_png


def test_a_png_loses_its_notes_and_keeps_its_picture() -> None:
    assert PLACE in a_png()
    media_type, plain = plain_photograph(a_png("A boat"))
    assert media_type == "image/png"
    assert PLACE not in plain
    assert b"A boat" in plain
    assert plain_photograph(plain).content == plain


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_loses_place_camera_comment_and_tail_and_keeps_which_way_is_up(order: str) -> None:
    media_type, plain = plain_photograph(a_jpeg(6, order=order))
    assert media_type == "image/jpeg"
    assert PLACE not in plain
    assert plain.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in plain
    assert plain_photograph(plain).content == plain


def test_a_real_picture_stays_as_it_is_but_for_its_notes() -> None:
    plain = plain_photograph(a_real_png()).content
    assert len(a_real_png()) - len(plain) == 12 + len(b"Place\0" + PLACE)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg onload='x'>", a_png()[:-5], a_jpeg()[:60], b"\xff\xd8\xff\xd9", b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_not_a_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhotograph):
        plain_photograph(content)


def test_a_damaged_png_is_refused() -> None:
    with pytest.raises(NotAPhotograph, match="damaged"):
        plain_photograph(a_png().replace(b"A boat", b"B boat"))


@given(st.binary(max_size=200))
def test_any_bytes_are_either_a_picture_or_refused(tail: bytes) -> None:
    for head in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", a_jpeg()[:40]):
        try:
            plain_photograph(head + tail)
        except NotAPhotograph:
            continue
