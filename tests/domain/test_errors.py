"""The tree of errors is as it is drawn, and each error explains itself to a program."""

import re
from datetime import UTC, datetime

import pytest

from chalicelib.domain import errors
from chalicelib.domain.errors import (
    Conflict,
    Fault,
    IllegalTransition,
    InvalidRequest,
    LinkExpired,
    NotFound,
    SeatTaken,
    Temporary,
    Unauthorized,
    WegwijsError,
)

DRAWN = re.compile(r"^    (│   )?[├└]── (\w+)", re.MULTILINE)


def classes() -> dict[str, type[WegwijsError]]:
    found = vars(errors).values()
    return {c.__name__: c for c in found if isinstance(c, type) and issubclass(c, WegwijsError)}


def test_the_tree_is_as_it_is_drawn() -> None:
    drawn = {name: Conflict if nested else WegwijsError for nested, name in drawn_lines()}
    assert drawn == {name: c.__base__ for name, c in classes().items() if c is not WegwijsError}


def drawn_lines() -> list[tuple[str, str]]:
    return DRAWN.findall(errors.__doc__ or "")


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [c.code for c in classes().values()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)


def test_an_error_has_nothing_to_add_unless_it_says_so() -> None:
    assert NotFound("ref_1").data == {}


def test_every_fault_is_told_at_once() -> None:
    faults = [Fault("person.phone", "not_a_phone"), Fault("note", "citizen_number")]
    error = InvalidRequest(faults)
    assert error.faults == tuple(faults)
    assert str(error) == "person.phone: not_a_phone; note: citizen_number"


def test_nobody_we_know_is_told_by_a_stable_code() -> None:
    assert (Unauthorized().why, Unauthorized("expired").why) == ("unauthorized", "expired")
    assert str(Unauthorized("expired")) == "expired"


def test_an_illegal_move_names_what_is_allowed() -> None:
    error = IllegalTransition("held", "accepted", iter(["silence", "withdrawn"]))
    assert error.data == {
        "state": "held",
        "happening": "accepted",
        "allowed": ["silence", "withdrawn"],
    }
    assert str(error) == "accepted from held; allowed: silence, withdrawn"


@pytest.mark.parametrize("next_best", [None, {"placementId": "plc_2", "activityId": "act_2"}])
def test_a_taken_seat_names_the_next_best(next_best: dict[str, str] | None) -> None:
    error = SeatTaken("act_1", next_best=next_best)
    assert error.data == {"activityId": "act_1", "next": next_best}
    assert str(error) == "act_1"


def test_a_failure_that_passes_may_say_how_long_it_takes() -> None:
    assert Temporary("away", retry_after_s=7).retry_after_s == 7
    assert Temporary().retry_after_s is None
    assert str(Temporary("away")) == "away"


def test_an_expired_link_says_when_it_was_signed() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert LinkExpired(at).signed_at == at
    assert str(LinkExpired(at)) == "signed at 2026-11-23T00:00:00+00:00"
