"""Names made comparable: without case, accents and doubled spaces."""

from __future__ import annotations

import unicodedata
from typing import Self


class PlainName(str):
    """A name as it is compared; `PlainName("Zoë  Müller") == PlainName("zoe muller")`."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        letters = unicodedata.normalize("NFKD", " ".join(name.split())).casefold()
        return super().__new__(cls, "".join(letter for letter in letters if not unicodedata.combining(letter)))
