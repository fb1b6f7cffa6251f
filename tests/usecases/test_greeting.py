"""A code at the desk: what it comes to, whoever shows it."""

import pytest

from chalicelib.domain.ids import LibraryId
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.greeting import Greeting, greet
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    LIBRARIAN,
    WALK,
    a_world,
    id_on,
    now_of,
    placed_on,
    referred,
    states,
)


@pytest.fixture
def ports() -> FakePorts:
    return a_world((CAFE, GROUP, WALK))


@pytest.mark.parametrize(("met", "state"), [(False, "attending"), (True, "confirmed")])
def test_whoever_shows_her_code_is_welcome(ports: FakePorts, met: bool, state: str) -> None:  # noqa: FBT001
    amina = referred(ports)
    code = placed_on(amina, "act_group").code
    by = LIBRARIAN.actor
    assert greet(UTRECHT, code, met=met, by=by, ports=ports) is Greeting.WELCOME
    assert states(now_of(amina, ports))["act_group"] == state


def test_a_code_of_nobody_here_is_unknown(ports: FakePorts) -> None:
    code = placed_on(referred(ports), "act_group").code
    assert greet(LibraryId("NL-0899010000"), code, ports=ports) is Greeting.UNKNOWN


def test_the_last_seat_may_be_gone(ports: FakePorts) -> None:
    code = placed_on(referred(ports), "act_group").code
    for key in ("key-2", "key-3"):
        other = referred(ports, key, client_reference=None)
        accept_for_her(other.id, id_on(other, "act_group"), caller=CASE_WORKER, ports=ports)
    assert greet(UTRECHT, code, ports=ports) is Greeting.FULL


def test_who_stands_on_the_list_is_not_let_in_before_the_others() -> None:
    ports = a_world((BUDDY, CAFE))
    amina = referred(ports)
    accept_for_her(amina.id, id_on(amina, "act_buddy"), caller=CASE_WORKER, ports=ports)
    code = placed_on(amina, "act_buddy").code
    assert greet(UTRECHT, code, ports=ports) is Greeting.NOT_NOW
    assert states(now_of(amina, ports))["act_buddy"] == "waitlisted"
