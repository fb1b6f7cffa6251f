"""Whoever looks at somebody stands in the audit, before she sees anything."""

from datetime import timedelta

import pytest

from chalicelib.domain.chain import KEPT, Seal
from chalicelib.domain.errors import Temporary
from chalicelib.domain.events import CLOCK, Actor
from chalicelib.domain.looks import Look, Purpose
from chalicelib.domain.referral import Referral
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.expecting import expected, placements_of_library
from chalicelib.usecases.ports import LibraryQuery
from chalicelib.usecases.reading import noted, person, persons
from chalicelib.usecases.sealing import seal_days, verify
from tests.fakes.making import GM0344, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Unruly
from tests.usecases.worlds import (
    ADMIN,
    CASE_WORKER,
    LIBRARIAN,
    a_world,
    id_on,
    key_of,
    now_of,
    referred,
)


def looks(referral: Referral, ports: FakePorts) -> list[tuple[str, str, str]]:
    found = ports.audit.looks(key_of(referral))
    return [(look.actor.role, look.organisation, look.purpose) for look in found]


def accepted(ports: FakePorts) -> Referral:
    referral = referred(ports)
    chosen = id_on(referral, "act_cafe")
    return accept_for_her(referral.id, chosen, caller=CASE_WORKER, ports=ports)


def test_who_reads_her_name_stands_there_with_what_for() -> None:
    ports = a_world()
    referral = referred(ports)
    person(referral, caller=CASE_WORKER, ports=ports)
    person(referral, caller=ADMIN, ports=ports, purpose=Purpose.LETTER)
    assert ports.audit.looks(key_of(referral)) == (
        Look(ports.now(), CASE_WORKER.actor, GM0344, Purpose.FOLLOW),
        Look(ports.now(), ADMIN.actor, GM0344, Purpose.LETTER),
    )


def test_where_it_cannot_be_written_down_nothing_is_seen() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.audit.fails_with = [Temporary()]
    with pytest.raises(Temporary):
        person(referral, caller=CASE_WORKER, ports=ports)


def test_a_list_is_a_look_at_each_of_it_and_passes_over_who_is_gone() -> None:
    ports = a_world()
    first, second = referred(ports, "1"), referred(ports, "2")
    ports.referrals.lose_person(key_of(second))
    assert list(persons([first, second], caller=CASE_WORKER, ports=ports)) == [first.id]
    assert looks(first, ports) == [("case_worker", "GM0344", "list")]
    assert looks(second, ports) == []


def test_a_library_looks_at_who_comes_and_at_nobody_else() -> None:
    ports = a_world()
    referral, other = accepted(ports), referred(ports, "2")
    page = placements_of_library(UTRECHT, caller=LIBRARIAN, ports=ports)
    assert [one.guest is not None for one in page.items] == [True]
    assert looks(referral, ports) == [("library_staff", UTRECHT, "expect")]
    assert looks(other, ports) == []


def test_whoever_holds_the_link_of_a_library_is_that_library() -> None:
    ports = a_world()
    referral = accepted(ports)
    expected(LibraryQuery(UTRECHT), ports=ports)
    (look,) = ports.audit.looks(key_of(referral))
    assert look.actor == Actor("library", UTRECHT)


def test_a_text_is_a_look_at_her_number() -> None:
    ports = a_world()
    referral = referred(ports)
    deliver_due(key_of(referral), ports=ports)
    (look,) = ports.audit.looks(key_of(referral))
    assert (look.actor, look.purpose) == (CLOCK, Purpose.TEXT)


def test_a_text_waits_while_it_cannot_be_written_down() -> None:
    ports = a_world()
    referral = referred(ports)
    ports.audit.fails_with = [Temporary()]
    deliver_due(key_of(referral), ports=ports)
    assert ports.sms.sent == []
    assert now_of(referral, ports).messages[0].is_owed


def a_week(ports: FakePorts) -> None:
    referral = referred(ports)
    for _ in range(7):
        noted([referral], caller=CASE_WORKER, ports=ports, purpose=Purpose.FOLLOW)
        seal_days(ports=ports)
        ports.now.forward(timedelta(days=1))


def test_each_night_seals_the_day_before() -> None:
    ports = a_world()
    assert verify(ports=ports) == ()
    a_week(ports)
    days = [seal.day for seal in ports.audit.seals()]
    assert len(days) == 7
    assert days == sorted(days)
    assert verify(ports=ports) == ()
    assert seal_days(ports=ports) == 1
    assert seal_days(ports=ports) == 0


def test_nights_that_were_missed_are_made_up_for() -> None:
    ports = a_world()
    a_week(ports)
    ports.now.forward(timedelta(days=40))
    assert seal_days(ports=ports) == 31
    assert seal_days(ports=ports) == 10
    assert verify(ports=ports) == ()


def test_of_two_who_seal_at_once_one_does() -> None:
    ports = a_world()
    a_week(ports)
    theirs = Seal((ports.now() - timedelta(days=1)).date(), 0, "digest", "", "another")
    whole = ports.audit
    first = {("lines_on", 1): lambda: whole.add(theirs)}
    ports.audit = Unruly(whole, between=first)  # type: ignore[assignment]
    assert seal_days(ports=ports) == 0


def test_lines_that_are_kept_no_longer_are_missed_by_nobody() -> None:
    ports = a_world()
    a_week(ports)
    (chain,) = ports.audit.lines
    del ports.audit.lines[chain][0]
    assert {one.what for one in verify(ports=ports)} == {"changed", "day"}
    ports.now.forward(KEPT)
    assert verify(ports=ports) == ()
