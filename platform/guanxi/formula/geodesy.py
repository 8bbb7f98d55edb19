"""The distance of two points on earth, as both the language and SQLite's statements compute it."""

import math
from decimal import Decimal
from typing import Final

from guanxi.formula.arithmetic import from_float
from guanxi.formula.formula_type import CannotCompute

__all__ = ["EARTH_RADIUS", "great_circle"]

EARTH_RADIUS: Final = {"km": 6371.009, "mi": 3958.761}


def great_circle(
    latitude: Decimal, longitude: Decimal, other_latitude: Decimal, other_longitude: Decimal, unit: str = "km"
) -> Decimal:
    """Return the distance in km or mi over a sphere, to 12 significant digits."""
    radius = EARTH_RADIUS.get(unit.lower())
    if radius is None or max(abs(latitude), abs(other_latitude)) > 90:
        raise CannotCompute
    if max(abs(longitude), abs(other_longitude)) > 180:
        raise CannotCompute
    first, second = math.radians(float(latitude)), math.radians(float(other_latitude))
    across = math.radians(float(other_longitude - longitude)) / 2
    haversine = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(across) ** 2
    return from_float(2 * radius * math.asin(min(1.0, math.sqrt(haversine))))
