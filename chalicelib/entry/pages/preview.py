"""What fits and what she would be sent, before anything is stored."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chalicelib import wiring
from chalicelib.domain.geography import Point
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Fallback, Match, Matches, NearMiss
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import Delivery
from chalicelib.entry.pages.showing import parts_shown, reason_said
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.offers import compose_offer

_NOT_ON_A_MAP = frozenset({Delivery.ONLINE, Delivery.HOME})
_DUTCH = "nl"


def matches_shown(visit: Visit, need: Need, found: Matches) -> dict[str, Any]:
    """What fits with why, what would fit if, where to turn to otherwise, and a map of it."""
    return {
        "matches": [_match(visit, match) for match in found.matches],
        "near_misses": [_near_miss(visit, near) for near in found.near_misses],
        "fallback": None if found.fallback is None else _fallback(visit, found.fallback),
        "considered": found.considered,
        "pins": wiring.ring_map(need.location.point, _numbered(found.matches)),
    }


def phones_shown(visit: Visit, referral: Referral) -> list[dict[str, Any]]:
    """Her text as it would go out, in the language she gets and, beside it, in Dutch."""
    in_both = (referral, replace(referral, contact_language=_DUTCH))
    composed = [compose_offer(each, ports=visit.ports) for each in in_both]
    return [
        {
            "language": text.language,
            "text": text.text,
            "segments": text.segments,
            "length": len(text.text),
            "is_as_wished": text.language == each.contact_language,
        }
        for each, text in zip(in_both, composed, strict=True)
        if each is referral or text.language != composed[0].language
    ]


def _match(visit: Visit, match: Match) -> dict[str, Any]:
    return {
        "rank": match.rank,
        "activity": match.activity,
        "next_session_at": match.next_session_at,
        "reasons": [reason_said(visit, r.code, r.values) for r in match.reasons],
        "parts": parts_shown(visit, ((p.code, p.value, p.weight) for p in match.parts)),
        "score": round(match.score * 100),
    }


def _near_miss(visit: Visit, near: NearMiss) -> dict[str, Any]:
    said = visit.say(f"near_miss.{near.failed}", **near.values)
    return {"activity": near.match.activity, "text": said}


def _fallback(visit: Visit, fallback: Fallback) -> str:
    activity = fallback.activity
    key = "fallback.text" if activity.contact.phone else "fallback.text_without_phone"
    return visit.say(
        key,
        title=activity.title,
        branch=activity.branch.name,
        km=fallback.distance_km,
        phone=activity.contact.phone or "",
    )


def _numbered(matches: Iterable[Match]) -> list[tuple[int, Point]]:
    return [
        (match.rank, match.activity.branch.point)
        for match in matches
        if match.activity.delivery not in _NOT_ON_A_MAP
    ]
