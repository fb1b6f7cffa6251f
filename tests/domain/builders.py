"""Test data of offers: matches, names that read well, and steps to begin from."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chalicelib.domain.ids import ActivityId, MessageId, PlacementId
from chalicelib.domain.matching.result import Match, Reason, ScorePart
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import COUNTS_A_SEAT, Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from tests.fakes.making import a_placement, a_referral, an_activity


def a_match(id_: str, *, rank: int = 1, score: float = 0.5, **changes: Any) -> Match:
    plain = Match(
        activity=an_activity(id_),
        score=score,
        parts=(ScorePart("travel", score, 1.0),),
        reasons=(Reason("drop_in", {}),),
        distance_km=1.5,
        travel_minutes=9,
        next_session_at=None,
        rank=rank,
    )
    return replace(plain, **changes)


def matches(*ids: str) -> list[Match]:
    """These activities in this order, each scoring less than the one before."""
    return [a_match(id_, rank=n, score=0.9 - n / 10) for n, id_ in enumerate(ids, 1)]


def a_placement_in(state: State, id_: str = "plc_1", **changes: Any) -> Placement:
    """A placement in this state, with its seat counted when the state counts one."""
    counted = state in COUNTS_A_SEAT
    return replace(a_placement(id_, **changes), state=state, seat_counted=counted)


def a_referral_with(*states: State, **changes: Any) -> Referral:
    """A referral with one placement a state: plc_1 on act_1, plc_2 on act_2, …"""
    placements = tuple(
        a_placement_in(
            state, f"plc_{n}", activity_id=ActivityId(f"act_{n}"), code=f"{n:04d}", round=1
        )
        for n, state in enumerate(states, 1)
    )
    return replace(a_referral(placements=placements), **changes)


def a_step(*states: State, **changes: Any) -> Step:
    return begun(a_referral_with(*states, **changes))


def _placement_id(_: Referral, round_: int, activity_id: ActivityId) -> PlacementId:
    return PlacementId(f"plc_{round_}_{activity_id}")


def _code(placement_id: PlacementId, _: str) -> str:
    return f"code of {placement_id}"


def _message_id(_: Referral, kind: MessageKind, round_: int) -> MessageId:
    return MessageId(f"msg_{kind}_{round_}")


NAMES = Naming(placement_id=_placement_id, code=_code, message_id=_message_id)


def states_of(placements: Iterable[Placement]) -> list[str]:
    return [placement.state.value for placement in placements]
