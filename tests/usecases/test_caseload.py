"""A caseload goes to somebody else: all of it, once, with what was still to be done."""

from dataclasses import replace

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Forbidden, InvalidRequest
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.usecases import caseload
from chalicelib.usecases.caseload import HandedOver, hand_over
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reply import reply
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    ADMIN,
    CASE_WORKER,
    a_world,
    key_of,
    now_of,
    referred,
    with_referrals,
)

COLLEAGUE = replace(CASE_WORKER, subject="usr_2")


def three(ports: FakePorts) -> list[Referral]:
    """Two of hers, one unassigned and one given to her, and one of her team's."""
    of = (None, "usr_1", "team-oost")
    return [referred(ports, f"key-{n}", assigned_to=who) for n, who in enumerate(of)]


def owners(ports: FakePorts, referrals: list[Referral]) -> list[str]:
    return [now_of(referral, ports).owner for referral in referrals]


@pytest.mark.parametrize("caller", [CASE_WORKER, ADMIN])
def test_all_of_hers_goes_over_and_nothing_else(caller: Caller) -> None:
    ports = a_world()
    referrals = three(ports)
    handed = hand_over("usr_1", "usr_2", caller=caller, ports=ports)
    assert handed == HandedOver(2, is_complete=True)
    assert owners(ports, referrals) == ["usr_2", "usr_2", "team-oost"]


def test_a_teams_caseload_goes_over_as_well() -> None:
    ports = a_world()
    referrals = three(ports)
    hand_over("team-oost", "usr_2", caller=ADMIN, ports=ports)
    assert owners(ports, referrals) == ["usr_1", "usr_1", "usr_2"]


def test_what_was_to_be_done_goes_with_it_and_the_timeline_says_so() -> None:
    ports = a_world()
    referral = referred(ports)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    hand_over("usr_1", "usr_2", caller=ADMIN, ports=ports)
    now = now_of(referral, ports)
    assert [task.owner for task in now.tasks if task.is_open] == ["usr_2"]
    last = ports.referrals.timeline(key_of(referral))[-1]
    assert (last.kind, last.before, last.after, last.actor.id) == (
        "assigned",
        None,
        "usr_2",
        "usr_9",
    )


def test_what_has_ended_stays_as_it_was() -> None:
    ports = a_world()
    ended = referred(ports)
    take_back(ended.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)
    handed = hand_over("usr_1", "usr_2", caller=CASE_WORKER, ports=ports)
    assert handed == HandedOver(0, is_complete=True)
    assert owners(ports, [ended]) == ["usr_1"]


def test_asking_again_goes_on_where_it_was_cut_off() -> None:
    ports = a_world()
    referrals = [referred(ports, f"key-{n}") for n in range(4)]
    with pytest.raises(Crash):
        hand_over(
            "usr_1",
            "usr_2",
            caller=ADMIN,
            ports=with_referrals(ports, after={("save", 2): Crash()}),
        )
    assert hand_over("usr_1", "usr_2", caller=ADMIN, ports=ports) == HandedOver(2, is_complete=True)
    assert owners(ports, referrals) == ["usr_2"] * 4


def test_a_very_large_caseload_goes_over_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caseload, "MOST_AT_ONCE", 2)
    ports = a_world()
    referrals = [referred(ports, f"key-{n}") for n in range(3)]
    first = hand_over("usr_1", "usr_2", caller=ADMIN, ports=ports)
    assert first == HandedOver(2, is_complete=False)
    assert hand_over("usr_1", "usr_2", caller=ADMIN, ports=ports) == HandedOver(1, is_complete=True)
    assert owners(ports, referrals) == ["usr_2"] * 3


def test_what_ended_between_looking_and_writing_is_let_be() -> None:
    ports = a_world()
    referral = referred(ports)

    def ends() -> None:
        take_back(referral.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)

    racing = with_referrals(ports, between={("get", 1): ends})
    assert hand_over("usr_1", "usr_2", caller=ADMIN, ports=racing).moved == 0


def test_nobody_but_an_administrator_hands_over_what_is_another_ones() -> None:
    with pytest.raises(Forbidden):
        hand_over("usr_1", "usr_2", caller=COLLEAGUE, ports=a_world())


def test_to_herself_is_no_handing_over() -> None:
    with pytest.raises(InvalidRequest):
        hand_over("usr_1", "usr_1", caller=CASE_WORKER, ports=a_world())
