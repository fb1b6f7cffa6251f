"""A library's feed: where it is, how it goes, and what became of its rows."""

import json
from typing import Any

from chalicelib.domain.feed import Feed
from chalicelib.domain.import_job import ImportJob
from chalicelib.entry.answers.base import instant
from chalicelib.entry.answers.imports import job_answer
from chalicelib.entry.parsing.import_faults import in_dutch, in_english


def feed_answer(feed: Feed, last_import: ImportJob | None) -> dict[str, Any]:
    """The feed as its library gave it, and its last result."""
    source, defaults = feed.source, json.loads(feed.source.defaults)
    level = defaults.get("level", {})
    return {
        "url": source.url,
        "kind": source.kind,
        "full": source.full,
        "everyHours": source.every_hours,
        "branch": defaults.get("branch", {}).get("isil"),
        "type": defaults.get("type"),
        "levelMin": level.get("min"),
        "levelMax": level.get("max"),
        "levelPolicy": level.get("policy"),
        "entry": defaults.get("entry"),
        "state": _state(feed),
        "nextReadAt": instant(None if feed.given_up_at else feed.due_at),
        "lastLookedAt": instant(feed.looked_at),
        "lastReadAt": instant(feed.read_at),
        "failingSince": instant(feed.failing_since),
        "failure": None if feed.failure is None else in_dutch(feed.failure),
        "failureEn": None if feed.failure is None else in_english(feed.failure),
        "lastImport": None if last_import is None else job_answer(last_import),
    }


def _state(feed: Feed) -> str:
    if feed.given_up_at is not None:
        return "given_up"
    return "failing" if feed.failures else "active"
