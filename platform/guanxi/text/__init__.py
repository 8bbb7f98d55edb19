"""Words for people and the one reading of text: normal form, keys for search and order, labels and messages."""

from guanxi.text.keys import RULES_VERSION, TextRefused, fold_key, normalise, sort_key
from guanxi.text.label import Label
from guanxi.text.messages import MESSAGES, detail, message

__all__ = [
    "MESSAGES", "RULES_VERSION", "Label", "TextRefused", "detail", "fold_key", "message", "normalise", "sort_key",
]  # fmt: skip
