"""How a referral looks to who works on it: its placements, texts and timeline, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import WegwijsError
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.message import UNTOLD, Message, MessageState
from chalicelib.domain.placement import (
    TRANSITIONS,
    Happening,
    Placement,
    State,
    undone,
)
from chalicelib.domain.referral import Referral
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.waiting import standings

Activities = Mapping[ActivityId, Activity]
_ACCEPTABLE = frozenset({State.PROPOSED, State.SEAT_OFFERED})
_UNDER_WAY = frozenset({MessageState.PENDING, MessageState.SENDING, MessageState.SENT})
# Reasons that speak neither against nor wholly for it.
_CAUTIONS = (
    "waiting_list",
    "call_first",
    "location_estimated",
    "level_below",
    "level_above",
)
_NAMED_BY_KIND = {
    "placement_moved": "vocabulary.placement_status",
    "message_moved": "vocabulary.message_status",
}


def placements_shown(visit: Visit, referral: Referral) -> list[dict[str, Any]]:
    """Each placement with its reasons and what can be done with it; those that run first."""
    activities = _activities(visit, referral)
    stands = standings([referral], ports=visit.ports)
    shown = [
        {
            "id": placement.id,
            "code": placement.code,
            "state": placement.state,
            "is_live": placement.is_live,
            "activity": activities.get(placement.activity_id),
            "waiting": stands.get(placement.id),
            "scheduled_at": placement.scheduled_at,
            "next_session_at": placement.offered.next_session_at,
            "reasons": [reason_said(visit, *reason) for reason in placement.offered.reasons],
            "parts": parts_shown(visit, placement.offered.parts),
            "score": round(placement.offered.score * 100),
            "may_accept": placement.state in _ACCEPTABLE and referral.withdrawal is None,
            "may_cancel": (placement.state, Happening.NEWCOMER_DECLINED) in TRANSITIONS,
            "may_undo": referral.withdrawal is None and _may_undo(visit, placement),
        }
        for placement in referral.placements
    ]
    return sorted(shown, key=lambda one: not one["is_live"])


def reason_said(visit: Visit, code: str, values: Mapping[str, Any]) -> dict[str, str]:
    """A reason in words, with the kind of chip it is."""
    is_caution = code.startswith(_CAUTIONS)
    return {"text": visit.say(f"reason.{code}", **values), "kind": "no" if is_caution else ""}


def parts_shown(
    visit: Visit, parts: Iterable[tuple[str, float, float]]
) -> list[tuple[str, int, int, int]]:
    """What a score is made of: its word, how well it fits, how heavily it weighs, what it gives."""
    return [
        (
            visit.say(f"score.{code}"),
            round(value * 100),
            round(weight * 100),
            round(value * weight * 100),
        )
        for code, value, weight in parts
    ]


def timeline_shown(
    visit: Visit, events: Iterable[Event], referral: Referral
) -> list[dict[str, Any]]:
    """What happened and who did it, the newest first."""
    activities = _activities(visit, referral)
    by_placement = {p.id: activities.get(p.activity_id) for p in referral.placements}
    lines = [_line(visit, event, by_placement) for event in events]
    return lines[::-1]


def messages_shown(visit: Visit, referral: Referral) -> list[dict[str, Any]]:
    """Her texts with where each stands; none that tells of an absence."""
    return [
        {
            "kind": visit.say(f"page.person.message_{message.kind}"),
            "state": visit.say(f"vocabulary.message_status.{message.state}"),
            "language": visit.say(f"language.{message.language}"),
            "segments": message.segments,
            "at": message.sent_at or message.due_at,
            "is_under_way": message.state in _UNDER_WAY and _is_due(message, visit),
        }
        for message in reversed(referral.messages)
        if message.kind not in UNTOLD
    ]


def _is_due(message: Message, visit: Visit) -> bool:
    return message.due_at is None or message.due_at <= visit.ports.now()


def _line(
    visit: Visit, event: Event, by_placement: Mapping[PlacementId, Activity | None]
) -> dict[str, Any]:
    activity = by_placement.get(event.placement_id) if event.placement_id else None
    return {
        "at": event.at,
        "what": visit.say(f"event.{event.kind}"),
        "about": activity.title if activity else "",
        "now": _now(visit, event),
        "who": _who(visit, event),
    }


def _now(visit: Visit, event: Event) -> str:
    """What is so since then, where the line is about a state or a task."""
    if event.kind in _NAMED_BY_KIND and event.after:
        return visit.say(f"{_NAMED_BY_KIND[event.kind]}.{event.after}")
    if event.kind.startswith("task_") and event.reason:
        return visit.say(f"task.{event.reason}")
    return ""


def _who(visit: Visit, event: Event) -> str:
    if event.actor.id == visit.caller.subject:
        return visit.say("page.person.by_you")
    if event.actor.role in {"newcomer", "library", "clock", "provider"}:
        return visit.say(f"page.person.by_{event.actor.role}")
    return visit.say(f"vocabulary.role.{event.actor.role}")


def _activities(visit: Visit, referral: Referral) -> Activities:
    ids = {placement.activity_id for placement in referral.placements}
    return visit.ports.activities.get_many(ids) if ids else {}


def _may_undo(visit: Visit, placement: Placement) -> bool:
    try:
        undone(placement, by=visit.caller.actor, at=visit.ports.now())
    except WegwijsError:
        return False
    return True
