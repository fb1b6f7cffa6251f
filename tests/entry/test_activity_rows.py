"""A row of a table becomes the body that the API would have had."""

import pytest

from chalicelib.entry.parsing.activity_rows import body_of_row


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2", 2),
        (" 2 ", 2),
        ("-1", -1),  # the last one of the month
        ("--1", "--1"),  # left as it is, so that the row is refused with words
        ("²", "²"),
        ("second", "second"),
    ],
)
def test_a_number_is_read_and_anything_else_left_for_the_fault(
    written: str, understood: object
) -> None:
    body = body_of_row({"weekday": "mon", "start": "13:30", "monthly_ordinal": written})
    assert body["sessions"] == [{"weekday": "mon", "start": "13:30", "monthlyOrdinal": understood}]
