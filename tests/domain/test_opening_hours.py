"""Opening hours become parts of the day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.opening_hours import parts_of_the_day


@pytest.mark.parametrize(
    ("opens", "closes", "parts"),
    [
        (540, 1020, ((540, 720), (720, 1020))),  # nine to five
        (600, 1200, ((600, 720), (720, 1080), (1080, 1200))),  # ten to eight
        (540, 720, ((540, 720),)),  # closes at noon
        (540, 735, ((540, 735),)),  # a quarter past noon is no afternoon
        (705, 900, ((705, 900),)),  # nor is a quarter before noon a morning
        (1320, 1500, ((1320, 1500),)),  # into the night
    ],
)
def test_hours_are_cut_at_noon_and_at_six(
    opens: int, closes: int, parts: tuple[tuple[int, int], ...]
) -> None:
    assert parts_of_the_day(opens, closes) == parts


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_the_parts_together_are_the_whole(opens: int, length: int) -> None:
    parts = parts_of_the_day(opens, opens + length)
    assert [opens, *(end for _, end in parts)] == [*(start for start, _ in parts), opens + length]
    assert len(parts) == 1 or all(end - start >= 30 for start, end in parts)


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (600, 540), (-1, 60), (0, 1441)])
def test_hours_that_are_none_are_refused(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="open from"):
        parts_of_the_day(opens, closes)
