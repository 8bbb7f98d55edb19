"""The field type geolocation: two degrees that belong together, and distances between points."""

import pytest

from tests.fields.things_world import Things


def test_distance_is_the_same_in_filters_and_in_python(things: Things) -> None:
    near = things.add(name="near", spot={"latitude": 39.9, "longitude": 116.5})
    things.add(name="far", spot={"latitude": 31.2, "longitude": 121.5})
    things.add(name="nowhere")

    assert things.named("DISTANCE(spot, GEOLOCATION(39.9, 116.4), 'km') < 10") == ["near"]
    assert things.named("DISTANCE(spot, GEOLOCATION(39.9, 116.4)) > 1000") == ["far"]
    assert things.named("from_beijing BETWEEN 8 AND 9") == ["near"]
    assert things.named("ISBLANK(spot)") == ["nowhere"]
    assert things.shown(near, "from_beijing") == 8.53


@pytest.mark.parametrize(
    ("point", "problem"),
    [
        ({"latitude": 1}, ("spot__longitude", "parts_together")),
        ({"latitude": 90.5, "longitude": 0}, ("spot__latitude", "max")),
        ({"latitude": 0, "longitude": -181}, ("spot__longitude", "min")),
    ],
)  # fmt: skip
def test_a_point_is_whole_and_on_earth(things: Things, point: dict[str, float], problem: tuple[str, str]) -> None:
    assert things.refusal(spot=point) == [problem]
