"""The drawing of the waters shows the table, all of it, in colours that the legend explains."""

from xml.etree import ElementTree as ET

import pytest

from chalicelib.domain.barriers import BARRIERS
from tools import draw_water

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    return ET.fromstring(draw_water.DRAWING.read_text("utf-8"))  # noqa: S314 - our own file


def test_the_committed_drawing_is_current() -> None:
    assert draw_water.is_current(), "python -m tools.draw_water"


def test_every_water_and_every_crossing_is_on_it_by_name(drawn: ET.Element) -> None:
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    for barrier in BARRIERS:
        assert barrier.name in texts
        assert {one.name for one in barrier.crossings} <= set(texts)
    assert len(list(drawn.iter(f"{SVG}circle"))) == len(draw_water.KINDS) + sum(
        len(barrier.crossings) for barrier in BARRIERS
    )


def test_every_way_of_crossing_has_a_colour_of_its_own_in_the_legend() -> None:
    used = {one.modes for barrier in BARRIERS for one in barrier.crossings}
    assert used <= draw_water.COLOUR_BY_MODES.keys()
    assert len(set(draw_water.COLOUR_BY_MODES.values())) == len(draw_water.KINDS)


def test_all_of_it_lies_within_the_frame(drawn: ET.Element) -> None:
    for circle in drawn.iter(f"{SVG}circle"):
        assert 0 <= float(circle.attrib["cx"]) <= draw_water.WIDTH
        assert 0 <= float(circle.attrib["cy"]) <= draw_water.HEIGHT
