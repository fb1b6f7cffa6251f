"""Matches as they are answered: every one explained, every near miss told."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.geography import Located
from chalicelib.domain.matching.result import Fallback, Match, Matches, NearMiss
from chalicelib.entry.answers.base import instant
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.usecases.ports import Words

LANGUAGE = "nl"


def matches_answer(matches: Matches, *, words: Words, located: Located | None) -> dict[str, Any]:
    """The whole answer of matching."""
    return {
        "location": None if located is None else location_answer(located),
        "matches": [match_answer(match, words=words) for match in matches.matches],
        **unmatched_answer(matches, words=words),
        "considered": matches.considered,
        "catalogueVersion": matches.catalogue_version,
        "config": matches.config,
    }


def unmatched_answer(matches: Matches, *, words: Words) -> dict[str, Any]:
    """What did not fit and why, and where to turn to when nothing did."""
    fallback = matches.fallback
    return {
        "nearMisses": [near_miss_answer(near, words=words) for near in matches.near_misses],
        "fallback": None if fallback is None else fallback_answer(fallback, words=words),
    }


def location_answer(located: Located) -> dict[str, Any]:
    """Where we took her to be, and how sure that is."""
    return {
        "latitude": located.point.latitude,
        "longitude": located.point.longitude,
        "precision": located.precision,
        "precisionKm": located.radius_km,
    }


def match_answer(match: Match, *, words: Words) -> dict[str, Any]:
    """One match with its reasons and the parts of its score."""
    return {
        "rank": match.rank,
        "score": match.score,
        "activity": activity_answer(match.activity),
        "nextSessionAt": instant(match.next_session_at),
        "distanceKm": round(match.distance_km, 3),
        "travelMinutes": match.travel_minutes,
        "reasons": reasons_answer(((r.code, r.values) for r in match.reasons), words=words),
        "scoreParts": [part_answer(p.code, p.value, p.weight) for p in match.parts],
    }


def reasons_answer(
    reasons: Iterable[tuple[str, Mapping[str, Any]]], *, words: Words
) -> list[dict[str, str]]:
    """Each reason by its code and in words."""
    return [
        {"code": code, "text": say(f"reason.{code}", values, words=words)}
        for code, values in reasons
    ]


def part_answer(code: str, value: float, weight: float) -> dict[str, Any]:
    """One part of a score; the parts sum to it."""
    return {"code": code, "value": value, "weight": weight, "part": value * weight}


def near_miss_answer(near: NearMiss, *, words: Words) -> dict[str, Any]:
    """What would have been in the top three, and what it failed on."""
    return {
        "activity": activity_answer(near.match.activity),
        "failed": [near.failed],
        "text": say(f"near_miss.{near.failed}", near.values, words=words),
        "score": near.match.score,
        "distanceKm": round(near.match.distance_km, 3),
        "travelMinutes": near.match.travel_minutes,
    }


def fallback_answer(fallback: Fallback, *, words: Words) -> dict[str, Any]:
    """The nearest desk, whatever the distance."""
    activity = fallback.activity
    values = {
        "title": activity.title,
        "branch": activity.branch.name,
        "km": fallback.distance_km,
        "phone": activity.contact.phone or "",
    }
    key = "fallback.text" if activity.contact.phone else "fallback.text_without_phone"
    return {"activity": activity_answer(activity), "text": say(key, values, words=words)}


def say(key: str, values: Mapping[str, Any], *, words: Words) -> str:
    """The words of a key for whoever reads answers: Dutch."""
    return words.say(LANGUAGE, key, values)
