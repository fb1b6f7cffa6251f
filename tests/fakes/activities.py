"""Activities and their seats in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from threading import RLock

from chalicelib.domain.catalogue import Activity, Seats
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound, PreconditionFailed
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.ports import ActivityQuery, AlreadyThere, Page
from tests.fakes.waiting import FakeWaitingLists

_CURSOR = "after "


class FakeActivities:
    def __init__(self, activities: Iterable[Activity] = ()) -> None:
        self._lock = RLock()
        self.lists = FakeWaitingLists(self)
        self._by_id: dict[ActivityId, Activity] = {a.id: a for a in activities}

    def get(self, activity_id: ActivityId) -> Activity:
        try:
            return self._by_id[activity_id]
        except KeyError:
            raise NotFound(activity_id) from None

    def get_many(self, activity_ids: Iterable[ActivityId]) -> Mapping[ActivityId, Activity]:
        return {id_: self._by_id[id_] for id_ in activity_ids if id_ in self._by_id}

    def put(self, activity: Activity, *, expected_version: int | None) -> Activity:
        with self._lock:
            current = self._by_id.get(activity.id)
            if expected_version is not None and (
                current is None or current.version != expected_version
            ):
                raise PreconditionFailed(activity.id)
            namesake = self._by_source(activity)
            if (expected_version is None and current) or (
                namesake is not None and namesake.id != activity.id
            ):
                raise AlreadyThere(activity.id)
            return self._stand(activity, current)

    def put_many(self, activities: Iterable[Activity], *, stops_at: datetime | None = None) -> None:
        with self._lock:
            for activity in activities:
                namesake = self._by_source(activity)
                named = replace(activity, id=namesake.id) if namesake else activity
                self._stand(named, self._by_id.get(named.id), stops_at)

    def _stand(
        self, activity: Activity, current: Activity | None, stops_at: datetime | None = None
    ) -> Activity:
        before = current.seats if current else Seats()
        kept = replace(activity.seats, taken=before.taken, waiting=before.waiting)
        if activity.status is ActivityStatus.INACTIVE:
            self.lists.stop(activity.id, at=stops_at)
        else:
            self.lists.look(activity.id)
        version = current.version + 1 if current else 1
        stands = replace(activity, seats=kept, version=version)
        self._by_id[activity.id] = stands
        return stands

    def _by_source(self, wanted: Activity) -> Activity | None:
        source = (wanted.library, wanted.source_id)
        return next((a for a in self._by_id.values() if (a.library, a.source_id) == source), None)

    def set_taken_elsewhere(self, activity_id: ActivityId, count: int) -> Activity:
        with self._lock:
            activity = self.get(activity_id)
            seats = replace(activity.seats, taken_elsewhere=count)
            self._by_id[activity_id] = replace(activity, seats=seats)
            self.lists.look(activity_id)
            return self._by_id[activity_id]

    def move_taken_elsewhere(self, activity_id: ActivityId, by: int) -> Activity:
        with self._lock:
            there = self.get(activity_id).seats.taken_elsewhere
            return self.set_taken_elsewhere(activity_id, max(0, there + by))

    def mend_taken(self, activity_id: ActivityId, *, seen: int, held: int) -> bool:
        with self._lock:
            if self.taken(activity_id) != seen:
                return False
            self.move_seats(activity_id, held - seen)
            self.lists.look(activity_id)
            return True

    def redescribe(self, activities: Iterable[Activity]) -> tuple[ActivityId, ...]:
        with self._lock:
            return tuple(a.id for a in activities if not self._is_redescribed(a))

    def _is_redescribed(self, activity: Activity) -> bool:
        current = self._by_id.get(activity.id)
        read = (activity.version, activity.last_confirmed_on)
        if current is None or (current.version, current.last_confirmed_on) != read:
            return False
        self._by_id[activity.id] = replace(
            activity, seats=current.seats, version=current.version + 1
        )
        return True

    def confirm(self, activity_ids: Iterable[ActivityId], *, on: date) -> None:
        with self._lock:
            for id_ in activity_ids:
                if id_ in self._by_id:
                    self._by_id[id_] = replace(self._by_id[id_], last_confirmed_on=on)

    def list(self, query: ActivityQuery) -> Page[Activity]:
        after = "" if query.cursor is None else _read_cursor(query.cursor)
        wanted = sorted(a.id for a in self._by_id.values() if _is_asked(a, query) and a.id > after)
        page = wanted[: query.page_size]
        cursor = _CURSOR + page[-1] if len(wanted) > len(page) else None
        return Page(tuple(self._by_id[id_] for id_ in page), cursor)

    def all_active(self) -> Iterable[Activity]:
        active = [a for a in self._by_id.values() if a.status is ActivityStatus.ACTIVE]
        return tuple(sorted(active, key=lambda a: a.id))

    def is_open(self, activity_id: ActivityId) -> bool:
        activity = self._by_id.get(activity_id)
        return activity is not None and activity.status is ActivityStatus.ACTIVE

    def has_seats(self, activity_id: ActivityId, wanted: int) -> bool:
        if not self.is_open(activity_id):
            return False
        left = self._by_id[activity_id].seats.left
        return left is None or left >= wanted

    def taken(self, activity_id: ActivityId) -> int:
        activity = self._by_id.get(activity_id)
        return activity.seats.taken if activity else 0

    def move_seats(self, activity_id: ActivityId, by: int) -> None:
        """Part of a step: whoever calls it holds the lock of the referrals and has checked."""
        with self._lock:
            activity = self._by_id[activity_id]
            seats = replace(activity.seats, taken=activity.seats.taken + by)
            self._by_id[activity_id] = replace(activity, seats=seats)
            if by < 0:
                self.lists.look(activity_id)

    def move_waiting(self, activity_id: ActivityId, by: int) -> None:
        """Part of a step, as the seats are."""
        with self._lock:
            activity = self._by_id[activity_id]
            seats = replace(activity.seats, waiting=activity.seats.waiting + by)
            self._by_id[activity_id] = replace(activity, seats=seats)

    def everything(self) -> object:
        return dict(self._by_id), self.lists.everything()


def _read_cursor(cursor: str) -> str:
    if not cursor.startswith(_CURSOR):
        raise InvalidRequest([Fault("cursor", "bad_cursor")])
    return cursor.removeprefix(_CURSOR)


def _is_asked(activity: Activity, query: ActivityQuery) -> bool:
    return (
        query.library in {None, activity.library}
        and query.type in {None, activity.type}
        and (query.theme is None or query.theme in activity.themes)
        and (query.include_inactive or activity.status is ActivityStatus.ACTIVE)
    )
