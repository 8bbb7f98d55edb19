"""Names for formulas and the API, made of what people call a thing."""

import re
import unicodedata
from typing import Final

from guanxi.text.keys import spelled

__all__ = ["MOST_LETTERS", "api_name"]

MOST_LETTERS: Final = 48
_LABEL_LENGTH: Final = 200  # more letters of a label cannot reach its name
_OTHER = re.compile("[^a-z0-9]+")
_BEFORE_LETTERS = re.compile("^[^a-z]+")


def api_name(label: str) -> str:
    """Return the name that a label suggests, Chinese as pinyin and letters without accents; blank where it has none."""
    letters = unicodedata.normalize("NFKD", spelled(label[:_LABEL_LENGTH]))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BEFORE_LETTERS.sub("", _OTHER.sub("_", plain))[:MOST_LETTERS].rstrip("_")
