"""The written form of a length of time: ISO 8601 in hours, minutes and seconds, such as PT26H30M."""

import datetime as dt
import re
from typing import Final

__all__ = ["duration_of", "duration_text"]

_ISO: Final = re.compile(
    r"([+-])?P(?:(\d{1,5})W|(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,10})(?:\.(\d{1,9}))?S)?)?)",
    re.ASCII | re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"([+-])?(\d{1,7}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?", re.ASCII)


def duration_text(value: dt.timedelta) -> str:
    """Return the one written form of a duration, to the millisecond."""
    total = value // dt.timedelta(milliseconds=1)
    hours, rest = divmod(abs(total), 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds = f"{rest // 1000}.{rest % 1000:03d}".rstrip("0").rstrip(".")
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}S" if rest or not total else ""]
    return f"{'-' if total < 0 else ''}PT{''.join(parts)}"


def duration_of(text: str) -> dt.timedelta | None:
    """Return the duration of a text written as ISO 8601 or H:MM[:SS], None for any other; milliseconds are kept."""
    found = _ISO.fullmatch(text)
    if found is not None and any(found.groups()[1:]):
        sign, weeks, days, hours, minutes, seconds, fraction = found.groups()
    else:
        found = _CLOCK.fullmatch(text)
        if found is None:
            return None
        (sign, hours, minutes, seconds, fraction), weeks, days = found.groups(), None, None
    length = dt.timedelta(
        weeks=int(weeks or 0), days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0),
        seconds=int(seconds or 0), milliseconds=int((fraction or "0")[:3].ljust(3, "0")),
    )  # fmt: skip
    return -length if sign == "-" else length
