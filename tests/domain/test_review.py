"""An approval holds for the Dutch it was given on, and keeps every value in its place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.review import Review, has_same_places, read_reviews, version_of, written

ON = date(2026, 11, 23)


def test_an_approval_ends_when_the_dutch_changes() -> None:
    review = Review("ti", "sms.free", version_of("gratis"), "ብነጻ", "Selam", ON)
    assert review.holds_for("gratis")
    assert not review.holds_for("kost niets")


@given(st.text(alphabet="ሰ\",\n'{}a =+", min_size=1), st.text(min_size=1, alphabet="Sel am\"'@-"))
def test_what_is_written_is_read_back(text: str, name: str) -> None:
    review = Review("ti", "sms.free", "abc", text, name, ON)
    assert read_reviews(written([review]).splitlines(keepends=True)) == [review]


def test_no_cell_is_a_formula() -> None:
    review = Review("ti", "sms.free", "abc", "=1+1", "@Selam", ON)
    assert written([review]).splitlines()[1] == "ti,sms.free,abc,'=1+1,'@Selam,2026-11-23"


@pytest.mark.parametrize(
    ("dutch", "text", "same"),
    [
        ("{title}, {when}", "{when} {title}", True),  # languages differ in order
        ("{title}, {when}", "{title}", False),
        ("{title}", "{title} {title}", False),
        ("gratis", "free {", False),
        ("gratis", "free", True),
        ("{title}", "{title:>999999}", False),  # a text of a million blanks
        ("{title}", "{title!r}", False),
        ("{title}", "{title.__class__}", False),
    ],
)
def test_every_value_has_its_place(dutch: str, text: str, *, same: bool) -> None:
    assert has_same_places(dutch, text) is same
