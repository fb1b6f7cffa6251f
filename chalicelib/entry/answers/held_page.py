"""Everything held about one person as a page that she can read, or take home on paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.domain.events import Actor
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.held import Held

Say = Callable[..., str]
_NAMED = frozenset({"newcomer", "library", "clock", "provider"})  # the rest are roles of people


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the page: `name` and `headings` are keys of its words."""

    name: str
    headings: tuple[str, ...]
    lines: list[tuple[Any, ...]]


def sections(held: Held, say: Say) -> list[Section]:
    """The whole page, in the order in which she would ask."""
    return [
        _who(held, say),
        _asked(held),
        _agreed(held, say),
        _placements(held, say),
        _days(held),
        _messages(held, say),
        _tasks(held, say),
        _timeline(held, say),
        _looks(held, say),
    ]


def _who(held: Held, say: Say) -> Section:
    referral, person = held.referral, held.person
    told = {
        "first_name": person.first_name,
        "phone": person.phone,
        "contact_language": say(f"language.{referral.contact_language}"),
        "channel": say(f"vocabulary.channel.{referral.channel}"),
        "note": person.note or None,
        "client_reference": referral.client_reference,
        "assigned_to": referral.owner,
        "created": _moment(referral.created_at),
        "status": say(f"vocabulary.referral_status.{referral.status}"),
    }
    lines = [(say(f"page.held.{name}"), value) for name, value in told.items()]
    return Section("who", ("what", "value"), list(lines))


def _asked(held: Held) -> Section:
    """What she asked for, in the words in which it was sent."""
    lines = [(name, _plain(value)) for name, value in held.referral.asked.items()]
    return Section("need", ("what", "value"), list(lines))


def _agreed(held: Held, say: Say) -> Section:
    lines = [
        (
            say(f"page.held.to_{one.to}"),
            say("page.held.yes" if one.given else "page.held.no"),
            _day(one.recorded_on),
            one.wording,
        )
        for one in held.agreed
    ]
    return Section("agreements", ("to", "answer", "day", "wording"), list(lines))


def _placements(held: Held, say: Say) -> Section:
    lines = [
        (
            _title(held, placement.activity_id),
            say(f"vocabulary.placement_status.{placement.state}"),
            _moment(placement.moved_at),
            _moment(placement.known_since),
        )
        for placement in held.referral.placements
    ]
    return Section("placements", ("activity", "status", "moved", "library_knows"), list(lines))


def _days(held: Held) -> Section:
    lines = [(_day(e.held_on), _title(held, e.activity_id), e.minutes) for e in held.days]
    return Section("days", ("day", "activity", "minutes"), list(lines))


def _messages(held: Held, say: Say) -> Section:
    lines = [
        (
            say(f"page.person.message_{message.kind}"),
            say(f"vocabulary.message_status.{message.state}"),
            _moment(message.sent_at),
        )
        for message in held.messages
    ]
    return Section("messages", ("what", "status", "when"), list(lines))


def _tasks(held: Held, say: Say) -> Section:
    lines = [
        (say(f"task.{task.reason}"), task.owner, _moment(task.opened_at), _moment(task.done_at))
        for task in held.tasks
    ]
    return Section("tasks", ("what", "whose", "when", "done"), list(lines))


def _timeline(held: Held, say: Say) -> Section:
    lines = [
        (_moment(event.at), say(f"event.{event.kind}"), _who_did(event.actor, say))
        for event in held.timeline
    ]
    return Section("timeline", ("when", "what", "by"), list(lines))


def _looks(held: Held, say: Say) -> Section:
    lines = [
        (
            _moment(look.at),
            _who_did(look.actor, say),
            look.organisation,
            say(f"page.held.for_{look.purpose}"),
        )
        for look in held.looks
    ]
    return Section("looks", ("when", "by", "organisation", "purpose"), list(lines))


def _who_did(actor: Actor, say: Say) -> str:
    if actor.role in _NAMED:
        return say(f"page.person.by_{actor.role}")
    return f"{say(f'vocabulary.role.{actor.role}')} ({actor.id})"


def _title(held: Held, activity_id: Any) -> str:
    activity = held.activities.get(activity_id)
    return activity_id if activity is None else activity.title


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _moment(at: datetime | None) -> str | None:
    return None if at is None else f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
