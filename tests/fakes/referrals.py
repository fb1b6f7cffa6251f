"""Referrals in memory: every rule of the port, under one lock."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import RLock
from typing import TypeVar

from chalicelib.domain.errors import (
    Fault,
    Gone,
    InvalidRequest,
    NotFound,
    ReferenceInUse,
    SeatTaken,
    StaleVersion,
    Temporary,
)
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ActivityId, LibraryId, MessageId, PlacementId, TaskId
from chalicelib.domain.ledger import LedgerEntry, Register
from chalicelib.domain.notices import notices
from chalicelib.domain.person import Person
from chalicelib.domain.placement import BEYOND_PROPOSED, Placement, State
from chalicelib.domain.referral import ENDED, Referral
from chalicelib.domain.reporting import rows
from chalicelib.domain.step import Step
from chalicelib.usecases.ports import (
    AlreadySeen,
    AlreadyThere,
    CapReached,
    Clock,
    CodeTaken,
    KnownPlacement,
    LibraryQuery,
    LineTaken,
    OpenTask,
    Page,
    ReferralKey,
    ReferralQuery,
    TaskQuery,
    TextsStopped,
)
from tests.fakes.activities import FakeActivities
from tests.fakes.clock import FixedClock
from tests.fakes.notices import FakeDeliveries
from tests.fakes.reports import FakeReports

_REMEMBERED = timedelta(days=7)
_CURSOR = "after "
T = TypeVar("T")
Code = tuple[LibraryId, str]


class FakeReferrals:
    def __init__(
        self,
        activities: FakeActivities | None = None,
        *,
        now: Clock | None = None,
        phone_mac: Callable[[str], str] = str,
        deliveries: FakeDeliveries | None = None,
        reports: FakeReports | None = None,
    ) -> None:
        self._reports = reports or FakeReports()
        self._deliveries = deliveries or FakeDeliveries()
        self._activities = activities or FakeActivities()
        self._now = now or FixedClock()
        self._phone_mac = phone_mac
        self._lock = RLock()
        self._referrals: dict[ReferralKey, Referral] = {}
        self._persons: dict[ReferralKey, Person] = {}
        self._macs: dict[ReferralKey, str] = {}
        self._erased: set[ReferralKey] = set()
        self._suppressed: set[str] = set()
        self._texts_in: defaultdict[str, int] = defaultdict(int)
        self._links: dict[str, ReferralKey] = {}
        self._codes: dict[Code, tuple[ReferralKey, PlacementId]] = {}
        self._references: dict[tuple[str, str], ReferralKey] = {}
        self._seen_until: dict[tuple[LibraryId, str], datetime] = {}
        self._timelines: defaultdict[ReferralKey, list[Event]] = defaultdict(list)
        self.registers: dict[PlacementId, Register] = {}
        self.ledgers: defaultdict[ReferralKey, list[LedgerEntry]] = defaultdict(list)

    def add(
        self, step: Step, person: Person, *, phone_mac: str | None, link_hash: str | None = None
    ) -> None:
        key = key_of(step.referral)
        with self._lock:
            if key in self._referrals:
                raise AlreadyThere(key.referral_id)
            self._check_line(step, phone_mac)
            self._check_rest(step)
            self._stand(step, version=1)
            self._write_person(key, person, phone_mac)
            if link_hash is not None:
                self._links[link_hash] = key

    def save(self, step: Step, *, person: Person | None = None) -> None:
        key = key_of(step.referral)
        with self._lock:
            self._check_unseen(step)
            self._check_unchanged(step)
            self._check_person(step)
            self._check_rates(step)
            mac = self._macs.get(key)
            if person is not None:
                mac = None if person.phone is None else self._phone_mac(person.phone)
            self._check_line(step, mac)
            self._check_rest(step)
            self._stand(step, version=self._referrals[key].version + 1)
            if person is not None:
                self._write_person(key, person, mac)

    def _check_line(self, step: Step, mac: str | None) -> None:
        key, line = key_of(step.referral), step.referral.line
        if mac is None or line is None or step.referral.has_ended:
            return
        others = (r for k, r in self._open_on(mac) if k != key)
        if any(other.line == line for other in others):
            raise LineTaken(key.referral_id)

    def _open_on(self, mac: str) -> Sequence[tuple[ReferralKey, Referral]]:
        found = [
            (key, self._referrals[key])
            for key, known in self._macs.items()
            if known == mac and key not in self._erased and key in self._referrals
        ]
        is_open = [(k, r) for k, r in found if r.line is not None and not r.has_ended]
        return sorted(is_open, key=lambda pair: pair[1].line or 0)

    def of_link(self, link_hash: str) -> Referral:
        key = self._links.get(link_hash)
        if key is None or key in self._erased:
            raise NotFound("link")
        return self._referrals[key]

    def of_phone(self, phone_mac: str) -> Sequence[Referral]:
        with self._lock:
            return tuple(referral for _, referral in self._open_on(phone_mac))

    def free_line(self, phone_mac: str) -> int:
        taken = {referral.line for referral in self.of_phone(phone_mac)}
        return next(number for number in count() if number not in taken)

    def allow(self, phone_mac: str) -> None:
        self._suppressed.discard(phone_mac)

    def is_suppressed(self, phone_mac: str) -> bool:
        return phone_mac in self._suppressed

    def of_receipt(self, provider_id: str) -> tuple[Referral, MessageId]:
        with self._lock:
            for key, referral in self._referrals.items():
                for message in referral.messages:
                    if message.provider_id == provider_id and key not in self._erased:
                        return referral, message.id
        raise NotFound(provider_id)

    def of_task(self, task_id: TaskId) -> Referral:
        with self._lock:
            for key, referral in self._referrals.items():
                known = task_id in {task.id for task in referral.tasks}
                if known and key not in self._erased:
                    return referral
        raise NotFound(task_id)

    def open_tasks(self, query: TaskQuery) -> Page[OpenTask]:
        with self._lock:
            wanted = {
                f"{task.deadline}#{task.id}": OpenTask(task, referral.id)
                for referral in self._referrals.values()
                for task in referral.tasks
                if (task.library or referral.organisation) == query.organisation
                if task.is_open and task.owner in {query.owner, *query.also}
            }
        return _page(wanted, query.page_size, query.cursor)

    def _check_unseen(self, step: Step) -> None:
        if step.webhook is not None and self.has_seen(*step.webhook):
            raise AlreadySeen

    def _check_unchanged(self, step: Step) -> None:
        key = key_of(step.referral)
        current = self._referrals.get(key)
        as_read = None if step.before is None else step.before.version
        if current is None or key in self._erased or current.version != as_read:
            raise StaleVersion(key.referral_id)

    def _check_person(self, step: Step) -> None:
        key = key_of(step.referral)
        if step.wants_texts:
            if key not in self._persons or self._macs.get(key) in self._suppressed:
                raise TextsStopped
        elif _goes_beyond_proposed(step) and key not in self._persons:
            raise Gone(key.referral_id)

    def _check_rates(self, step: Step) -> None:
        for rate in step.rates:
            if self._texts_in[rate.name] >= rate.most:
                raise CapReached(rate.cap)

    def _check_rest(self, step: Step) -> None:
        key = key_of(step.referral)
        for activity_id, by in _net_moves(step).items():
            if by > 0 and not self._activities.has_seats(activity_id, by):
                raise SeatTaken(activity_id)
            if by > 0 and self._activities.lists.someone_waits(activity_id) and _in_turn(step):
                raise SeatTaken(activity_id)
            if by < 0 and self._activities.taken(activity_id) < -by:
                raise Temporary("seats do not add up")
        for change in step.changes:
            waits = change.moved and change.placement.state is State.WAITLISTED
            if waits and not self._activities.is_open(change.placement.activity_id):
                raise SeatTaken(change.placement.activity_id)
        self._activities.lists.check(step)
        reference = _held_reference(step.referral)
        if reference is not None and self._references.get(reference, key) != key:
            raise ReferenceInUse(reference[1])
        self._check_codes(step)

    def _check_codes(self, step: Step) -> None:
        key, mine = key_of(step.referral), set[Code]()
        for placement in step.referral.placements:
            code = (placement.library, placement.code)
            if not placement.is_live:
                continue
            holder = self._codes.get(code)
            if code in mine or (holder is not None and holder[0] != key):
                raise CodeTaken(*code)
            mine.add(code)

    def _stand(self, step: Step, *, version: int) -> None:
        key, referral = key_of(step.referral), replace(step.referral, version=version)
        for activity_id, by in _net_moves(step).items():
            self._activities.move_seats(activity_id, by)
        self._activities.lists.move(step)
        self._codes = {code: held for code, held in self._codes.items() if held[0] != key}
        for placement in referral.placements:
            if placement.is_live:
                self._codes[placement.library, placement.code] = (key, placement.id)
        self._references = {ref: held for ref, held in self._references.items() if held != key}
        reference = _held_reference(referral)
        if reference is not None:
            self._references[reference] = key
        self._stand_beside(step)
        self._timelines[key].extend(step.events)
        self._deliveries.add(notices(step))
        self._reports.write(rows(step), at=self._now())
        self._referrals[key] = referral
        if referral.erased_at is not None:
            self._erased.add(key)

    def _stand_beside(self, step: Step) -> None:
        if step.webhook is not None:
            self._seen_until[step.webhook] = self._now() + _REMEMBERED
        for rate in step.rates:
            self._texts_in[rate.name] += 1
        if step.attended is not None:
            self.registers[step.attended.register.placement_id] = step.attended.register
            self.ledgers[key_of(step.referral)].extend(step.attended.entries)

    def _write_person(self, key: ReferralKey, person: Person, mac: str | None) -> None:
        self._persons[key] = person
        self._macs.pop(key, None)
        if mac is not None:
            self._macs[key] = mac

    def get(self, key: ReferralKey) -> Referral:
        with self._lock:
            if key in self._erased:
                raise Gone(key.referral_id)
            if key not in self._referrals:
                raise NotFound(key.referral_id)
            return self._referrals[key]

    def of_placement(self, placement_id: PlacementId, *, library: LibraryId | None) -> Referral:
        with self._lock:
            for key, referral in self._referrals.items():
                for placement in referral.placements:
                    theirs = library in {None, placement.library}
                    if placement.id == placement_id and theirs and key not in self._erased:
                        return referral
        raise NotFound(placement_id)

    def known_to(self, query: LibraryQuery) -> Page[KnownPlacement]:
        with self._lock:
            wanted = {
                _expected(placement): KnownPlacement(referral, placement)
                for key, referral in self._referrals.items()
                for placement in referral.placements
                if key not in self._erased
                and placement.library == query.library
                and placement.is_known_to_library
                and query.status in {None, placement.state}
            }
        return _page(wanted, query.page_size, query.cursor)

    def of_code(self, library: LibraryId, code: str) -> tuple[Referral, PlacementId]:
        with self._lock:
            held = self._codes.get((library, code))
            if held is None or held[0] in self._erased:
                raise NotFound(code)
            return self._referrals[held[0]], held[1]

    def list(self, query: ReferralQuery) -> Page[Referral]:
        with self._lock:
            wanted = {
                _position(referral): referral
                for key, referral in self._referrals.items()
                if key not in self._erased and _is_asked(referral, query)
            }
        return _page(wanted, query.page_size, query.cursor)

    def live_on(self, activity_id: ActivityId) -> Sequence[tuple[ReferralKey, PlacementId]]:
        with self._lock:
            return tuple(
                (key, placement.id)
                for key, referral in self._referrals.items()
                for placement in referral.placements
                if placement.activity_id == activity_id and placement.is_live
            )

    def remember(self, library: LibraryId, webhook_id: str) -> None:
        self._seen_until[library, webhook_id] = self._now() + _REMEMBERED

    def has_seen(self, library: LibraryId, webhook_id: str) -> bool:
        until = self._seen_until.get((library, webhook_id))
        return until is not None and until > self._now()

    def person(self, key: ReferralKey) -> Person:
        self.get(key)
        if key not in self._persons:
            raise Gone(key.referral_id)
        return self._persons[key]

    def timeline(self, key: ReferralKey) -> Sequence[Event]:
        return tuple(self._timelines[key])

    def due(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        return tuple(key for _, key in self._owing(at)[:limit])

    def oldest_due(self, *, at: datetime) -> datetime | None:
        return next((since for since, _ in self._owing(at)), None)

    def _owing(self, at: datetime) -> Sequence[tuple[datetime, ReferralKey]]:
        with self._lock:
            owing = [
                (referral.due_at, key)
                for key, referral in self._referrals.items()
                if referral.due_at is not None and referral.due_at <= at
            ]
        return sorted(owing, key=lambda pair: pair[0])

    def suppress(self, phone_mac: str) -> None:
        """This number wants no texts."""
        self._suppressed.add(phone_mac)

    def erase(self, key: ReferralKey) -> None:
        """She is erased; only the fact remains."""
        self._erased.add(key)
        self._persons.pop(key, None)

    def all_of_them(self) -> Sequence[Referral]:
        with self._lock:
            return tuple(self._referrals.values())

    def drop(self, key: ReferralKey) -> None:
        """There never was one, as far as anybody can tell."""
        with self._lock:
            self._referrals.pop(key, None)
            self._erased.discard(key)

    def has_person(self, key: ReferralKey) -> bool:
        return key in self._persons

    def erased(self, key: ReferralKey) -> Referral:
        """What is there of somebody erased."""
        with self._lock:
            if key not in self._erased or key not in self._referrals:
                raise NotFound(key.referral_id)
            return self._referrals[key]

    def forget(self, after: Referral, *, link_hash: str, with_hours: bool) -> None:
        """Only this is left of her."""
        key = key_of(after)
        with self._lock:
            self._persons.pop(key, None)
            self._macs.pop(key, None)
            self._links.pop(link_hash, None)
            for placement in after.placements:
                self.registers.pop(placement.id, None)
            if with_hours:
                self.ledgers.pop(key, None)
            self._referrals[key] = after

    def lose_person(self, key: ReferralKey) -> None:
        """Her data are gone a moment before anybody else sees it."""
        self._persons.pop(key, None)

    def everything(self) -> object:
        """All that is stored, comparable."""
        with self._lock:
            return (
                dict(self._referrals),
                dict(self._persons),
                dict(self._codes),
                dict(self._references),
                dict(self._seen_until),
                {key: tuple(lines) for key, lines in self._timelines.items() if lines},
                dict(self.registers),
                {key: tuple(entries) for key, entries in self.ledgers.items() if entries},
            )


def key_of(referral: Referral) -> ReferralKey:
    return ReferralKey(referral.organisation, referral.id)


def _net_moves(step: Step) -> dict[ActivityId, int]:
    net: defaultdict[ActivityId, int] = defaultdict(int)
    for move in step.seat_moves:
        net[move.activity_id] += move.by
    return dict(net)


def _in_turn(step: Step) -> bool:
    return any(move.by > 0 and not move.goes_first for move in step.seat_moves)


def _goes_beyond_proposed(step: Step) -> bool:
    return any(
        change.before.state is State.PROPOSED and change.placement.state in BEYOND_PROPOSED
        for change in step.changes
    )


def _held_reference(referral: Referral) -> tuple[str, str] | None:
    if referral.client_reference is None or referral.status in ENDED:
        return None
    return referral.organisation, referral.client_reference


def _position(referral: Referral) -> str:
    return f"{referral.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}#{referral.id}"


def _expected(placement: Placement) -> str:
    expected = placement.scheduled_at or placement.offered.next_session_at
    day = "9999" if expected is None else f"{expected.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"
    return f"{'live' if placement.is_live else 'past'}#{day}#{placement.id}"


def _page(by_position: Mapping[str, T], page_size: int, cursor: str | None) -> Page[T]:
    after = "" if cursor is None else _read_cursor(cursor)
    positions = sorted(position for position in by_position if position > after)
    page = positions[:page_size]
    next_cursor = _CURSOR + page[-1] if len(positions) > len(page) else None
    return Page(tuple(by_position[position] for position in page), next_cursor)


def _read_cursor(cursor: str) -> str:
    if not cursor.startswith(_CURSOR):
        raise InvalidRequest([Fault("cursor", "bad_cursor")])
    return cursor.removeprefix(_CURSOR)


def _is_asked(referral: Referral, query: ReferralQuery) -> bool:
    return (
        referral.organisation == query.organisation
        and query.status in {None, referral.status}
        and (query.updated_since is None or referral.updated_at >= query.updated_since)
        and query.assigned_to in {None, referral.assigned_to}
        and (query.sees is None or query.sees.may_see(referral))
    )
