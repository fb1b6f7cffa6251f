"""Activities with their seats, and libraries, in the core table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.cursor import cursor_after, position_of
from chalicelib.adapters.dynamo.items import (
    UNLIMITED,
    ActivityItem,
    LibraryItem,
    SeatsItem,
    SourcePointer,
)
from chalicelib.adapters.dynamo.tables import PAUSES_S, Place, Tables, rest, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.catalogue import Activity, Library, Seats
from chalicelib.domain.errors import NotFound, PreconditionFailed, StaleVersion, Temporary
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.ports import ActivityQuery, AlreadyThere, Page

_AT_ONCE = 25  # activities a transaction of an import: three or four operations each
_SIDE_BY_SIDE = 4  # of the 32 connections there are: others work here as well
_MOST_LOOKED_AT = 2_000  # index entries that one page of a list may cost
_PAGE = 100


class DynamoActivities:
    """The port Activities, over DynamoDB; `side_by_side` transactions of an import at a time."""

    def __init__(self, tables: Tables, *, side_by_side: int = _SIDE_BY_SIDE) -> None:
        self._tables, self._side_by_side = tables, side_by_side

    @temporary()
    def get(self, activity_id: ActivityId) -> Activity:
        found = self.get_many([activity_id])
        if activity_id not in found:
            raise NotFound(activity_id)
        return found[activity_id]

    @temporary()
    def get_many(self, activity_ids: Iterable[ActivityId]) -> Mapping[ActivityId, Activity]:
        wanted = list(dict.fromkeys(activity_ids))
        items = self._tables.read_many(
            place for id_ in wanted for place in (_activity_place(id_), _seats_place(id_))
        )
        return {
            id_: _activity(items[_activity_place(id_)], items.get(_seats_place(id_)))
            for id_ in wanted
            if _activity_place(id_) in items
        }

    @temporary()
    def put(self, activity: Activity, *, expected_version: int | None) -> Activity:
        to = Transaction(self._tables)
        if expected_version is None:
            _create(to, activity)
        else:
            _replace(to, self._current(activity.id, expected_version), activity)
        to.commit()
        return self.get(activity.id)

    def _current(self, activity_id: ActivityId, expected_version: int) -> ActivityItem:
        place = _activity_place(activity_id)
        item = self._tables.read(ActivityItem, place.partition, place.sort)
        if item is None or item.version != expected_version:
            raise PreconditionFailed(activity_id)
        return item

    @temporary()
    def put_many(self, activities: Iterable[Activity]) -> None:
        # The last of two rows with one source id stands, as it would have when sent apart.
        by_source = {_source_place(activity): activity for activity in activities}
        batches = list(_batches(by_source.values()))
        if len(batches) < 2 or self._side_by_side < 2:
            for batch in batches:
                self._put_batch(batch)
            return
        with ThreadPoolExecutor(min(self._side_by_side, len(batches))) as hands:
            list(hands.map(self._put_batch, batches))

    def _put_batch(self, batch: Sequence[Activity]) -> None:
        """These stand; decided again when somebody else named the same source id meanwhile."""
        for pause_s in PAUSES_S:
            to = Transaction(self._tables)
            for standing in self._standing(batch):
                _put(to, standing)
            try:
                to.commit()
            except StaleVersion:
                rest(pause_s)
            else:
                return
        raise Temporary("others keep importing the same", retry_after_s=1)

    def _standing(self, batch: Sequence[Activity]) -> "Iterable[_Standing]":
        """Each activity under the id that its source has already, and the source it had before."""
        known = self._tables.read_many(_source_place(activity) for activity in batch)
        named = [_named(activity, known.get(_source_place(activity))) for activity in batch]
        before = self._tables.read_many(_activity_place(activity.id) for activity in named)
        for activity in named:
            item = before.get(_activity_place(activity.id))
            is_named = (
                item is not None
                and item.source_id == activity.source_id
                and _source_place(activity) in known
            )
            yield _Standing(activity, item, is_named)

    @temporary()
    def set_taken_elsewhere(self, activity_id: ActivityId, count: int) -> Activity:
        place = _seats_place(activity_id)
        for pause_s in PAUSES_S:
            seats = self._tables.read(SeatsItem, place.partition, place.sort)
            if seats is None:
                raise NotFound(activity_id)
            same_places = SeatsItem.places == seats.places
            change = [
                SeatsItem.taken_elsewhere.set(count),
                SeatsItem.free.set(int(seats.places) - count - SeatsItem.taken),
                _look(),
            ]
            to = Transaction(self._tables)
            to.update(seats, change, Guard(same_places, StaleVersion(activity_id)))
            try:
                to.commit()
            except StaleVersion:
                rest(pause_s)
            else:
                return self.get(activity_id)
        raise Temporary("others keep writing the same", retry_after_s=1)

    @temporary()
    def move_taken_elsewhere(self, activity_id: ActivityId, by: int) -> Activity:
        place = _seats_place(activity_id)
        counter = SeatsItem(place.partition, place.sort)
        for pause_s in PAUSES_S:
            for move in (_moved_by(by), _emptied(by)):
                to = Transaction(self._tables)
                to.update(counter, move.actions, Guard(move.while_, StaleVersion(activity_id)))
                try:
                    to.commit()
                except StaleVersion:
                    continue
                return self.get(activity_id)
            if self._tables.read(SeatsItem, place.partition, place.sort) is None:
                raise NotFound(activity_id)
            rest(pause_s)
        raise Temporary("others keep writing the same", retry_after_s=1)

    @temporary()
    def redescribe(self, activities: Iterable[Activity]) -> Sequence[ActivityId]:
        missed: list[ActivityId] = []
        rest_of = iter(activities)
        while batch := list(islice(rest_of, _AT_ONCE)):
            if not self._all_redescribed(batch):
                missed += [a.id for a in batch if not self._all_redescribed([a])]
        return tuple(missed)

    def _all_redescribed(self, batch: Sequence[Activity]) -> bool:
        to = Transaction(self._tables)
        for activity in batch:
            # A confirmation moves no version, and is not to be undone.
            confirmed_on = activity.last_confirmed_on.isoformat()
            as_read = (ActivityItem.version == activity.version) & (
                ActivityItem.last_confirmed_on == confirmed_on
            )
            next_one = replace(activity, version=activity.version + 1)
            to.write(_item(next_one), Guard(as_read, StaleVersion(activity.id)))
        try:
            to.commit()
        except StaleVersion:
            return False
        return True

    @temporary()
    def confirm(self, activity_ids: Iterable[ActivityId], *, on: date) -> None:
        known = self._tables.read_many(map(_activity_place, dict.fromkeys(activity_ids)))
        rest_of = iter(known)
        while batch := list(islice(rest_of, _AT_ONCE)):
            to = Transaction(self._tables)
            for place in batch:
                item = ActivityItem(place.partition, place.sort)
                to.update(item, [ActivityItem.last_confirmed_on.set(on.isoformat())])
            to.commit()

    @temporary()
    def list(self, query: ActivityQuery) -> Page[Activity]:
        after = "" if query.cursor is None else position_of(query.cursor)
        found: list[Activity] = []
        entries = self._entries(query, after)
        last = after
        for entry in islice(entries, _MOST_LOOKED_AT):
            if len(found) == query.page_size:
                return Page(self._with_seats(found), cursor_after(last))
            last = entry.id
            activity = _activity(entry, None)
            if _is_asked(activity, query):
                found.append(activity)
        more = next(entries, None) is not None
        return Page(self._with_seats(found), cursor_after(last) if more else None)

    def _entries(self, query: ActivityQuery, after: str) -> Iterator[ActivityItem]:
        """What the index holds, in order of id, from `after` on."""
        if query.library is not None:
            return self._tables.query(
                ActivityItem,
                keys.library_activities(query.library),
                where=ActivityItem.g4sk > after if after else None,
                index=keys.BY_LIBRARY,
                page_size=_PAGE,
            )
        wanted = tuple(ActivityStatus) if query.include_inactive else (ActivityStatus.ACTIVE,)
        return self._of_all_libraries(wanted, after)

    def _of_all_libraries(
        self, statuses: Iterable[ActivityStatus], after: str = "", page_size: int | None = _PAGE
    ) -> Iterator[ActivityItem]:
        first = keys.activity_shard(after) if after else 0
        for shard in range(first, keys.ACTIVITY_SHARDS):
            of_each_status = [
                self._tables.query(
                    ActivityItem,
                    keys.activities(status, shard),
                    where=ActivityItem.g2sk > after if after else None,
                    index=keys.BY_STATUS,
                    page_size=page_size,
                )
                for status in statuses
            ]
            yield from merge(*of_each_status, key=lambda entry: str(entry.id))

    @temporary()
    def all_active(self) -> Iterable[Activity]:
        """As the index has them, so a write of this second may be missing until the next time."""
        entries = self._of_all_libraries([ActivityStatus.ACTIVE], page_size=None)
        return self._with_seats([_activity(entry, None) for entry in entries])

    def _with_seats(self, activities: Sequence[Activity]) -> tuple[Activity, ...]:
        seats = self._tables.read_many(_seats_place(activity.id) for activity in activities)
        return tuple(
            replace(activity, seats=_seats(seats.get(_seats_place(activity.id))))
            for activity in activities
        )


class DynamoLibraries:
    """The port Libraries, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def get(self, isil: LibraryId) -> Library:
        item = self._tables.read(LibraryItem, keys.library(isil), keys.LIBRARY)
        if item is None:
            raise NotFound(isil)
        return codec.thing(Library, item.attribute_values)

    @temporary()
    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        to = Transaction(self._tables)
        item = LibraryItem(
            keys.library(library.isil),
            keys.LIBRARY,
            g4pk=keys.ALL_LIBRARIES,
            g4sk=library.isil,
            **codec.attributes(library, without=("version",)),
        )
        counted = LibraryItem.version.set((LibraryItem.version | 0) + 1)
        to.write(item, _library_guard(library.isil, expected_version), also=[counted])
        to.commit()

    @temporary()
    def list(self) -> Sequence[Library]:
        entries = self._tables.query(LibraryItem, keys.ALL_LIBRARIES, index=keys.BY_LIBRARY)
        return tuple(codec.thing(Library, entry.attribute_values) for entry in entries)

    @temporary()
    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Library]:
        after = None if cursor is None else position_of(cursor)
        entries = self._tables.query(
            LibraryItem,
            keys.ALL_LIBRARIES,
            where=LibraryItem.g4sk > after if after else None,
            index=keys.BY_LIBRARY,
            page_size=page_size + 1,
        )
        found = list(islice(entries, page_size + 1))
        items = tuple(codec.thing(Library, one.attribute_values) for one in found[:page_size])
        more = len(found) > page_size
        return Page(items, cursor_after(items[-1].isil) if more else None)

    @temporary()
    def claim_reminder(self, isil: LibraryId, *, on: date, not_since: date) -> bool:
        never = LibraryItem.reminded_on.does_not_exist()
        longer_ago = LibraryItem.reminded_on < not_since.isoformat()
        return self._remind(isil, LibraryItem.reminded_on.set(on.isoformat()), never | longer_ago)

    @temporary()
    def give_back_reminder(self, isil: LibraryId, *, on: date) -> None:
        self._remind(
            isil, LibraryItem.reminded_on.remove(), LibraryItem.reminded_on == on.isoformat()
        )

    def _remind(self, isil: LibraryId, action: Action, condition: Condition) -> bool:
        to = Transaction(self._tables)
        library = LibraryItem(keys.library(isil), keys.LIBRARY)
        is_there = LibraryItem.PK.exists() & condition
        to.update(library, [action], Guard(is_there, StaleVersion(isil)))
        try:
            to.commit()
        except StaleVersion:
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Move:
    """What becomes of a counter, as long as this holds for it."""

    actions: Sequence[Action]
    while_: Condition


def _moved_by(by: int) -> _Move:
    there, free = SeatsItem.taken_elsewhere, SeatsItem.free
    return _Move([there.set(there + by), free.set(free - by), _look()], there >= -by)


def _emptied(by: int) -> _Move:
    """For when fewer come than are taken away."""
    there, free = SeatsItem.taken_elsewhere, SeatsItem.free
    return _Move([there.set(0), free.set(free + there), _look()], there < -by)


def _look() -> Action:
    """Somebody looks whether the next on the list can be asked, where there is a list."""
    return SeatsItem.due_at.set(keys.AT_ONCE)


def _library_guard(isil: LibraryId, expected_version: int | None) -> Guard | None:
    if expected_version is None:
        return None
    if expected_version == 0:
        return Guard(LibraryItem.PK.does_not_exist(), PreconditionFailed(isil))
    is_same = LibraryItem.version == expected_version
    if expected_version == 1:  # written by a release that did not count yet
        is_same |= LibraryItem.PK.exists() & LibraryItem.version.does_not_exist()
    return Guard(is_same, PreconditionFailed(isil))


@dataclass(frozen=True, slots=True)
class _Standing:
    """An activity to be put, its item as it stands, and whether its source names it already.

    A pointer moves only together with the version of its activity, so the guard on that holds both.
    """

    activity: Activity
    before: ActivityItem | None
    is_named: bool


def _batches(activities: Iterable[Activity]) -> Iterator[list[Activity]]:
    rest_of = iter(activities)
    while batch := list(islice(rest_of, _AT_ONCE)):
        yield batch


def _create(to: Transaction, activity: Activity) -> None:
    there = AlreadyThere(activity.id)
    to.put(_item(replace(activity, version=1)), Guard(ActivityItem.PK.does_not_exist(), there))
    to.put(_source_item(activity), Guard(SourcePointer.PK.does_not_exist(), there))
    _put_seats(to, activity)


def _replace(to: Transaction, before: ActivityItem, activity: Activity) -> None:
    same = ActivityItem.version == before.version
    after = _item(replace(activity, version=int(before.version) + 1))
    to.write(after, Guard(same, PreconditionFailed(activity.id)))
    if before.source_id != activity.source_id:
        absent = SourcePointer.PK.does_not_exist()
        to.put(_source_item(activity), Guard(absent, AlreadyThere(activity.id)))
        to.delete(_source_item_before(before))
    _put_seats(to, activity)


def _put(to: Transaction, standing: _Standing) -> None:
    activity, before = standing.activity, standing.before
    version = 0 if before is None else int(before.version)
    as_read = (
        ActivityItem.PK.does_not_exist() if before is None else ActivityItem.version == version
    )
    stale = StaleVersion(activity.id)
    to.write(_item(replace(activity, version=version + 1)), Guard(as_read, stale))
    if not standing.is_named:
        free = SourcePointer.PK.does_not_exist() | (SourcePointer.activity_id == activity.id)
        to.put(_source_item(activity), Guard(free, stale))
    if before is not None and before.source_id != activity.source_id:
        to.delete(_source_item_before(before))
    _put_seats(to, activity)


def _put_seats(to: Transaction, activity: Activity) -> None:
    """The counter follows what the library says; what is taken through Wegwijs is left alone.

    `free` is worked out by the table from what is taken at that very moment.
    """
    seats = activity.seats
    places = UNLIMITED if seats.capacity is None else seats.capacity
    taken_now = SeatsItem.taken | 0
    counter = SeatsItem(_seats_place(activity.id).partition, keys.SEATS)
    to.update(
        counter,
        [
            SeatsItem.schema.set(counter.schema),
            SeatsItem.capacity.remove()
            if seats.capacity is None
            else SeatsItem.capacity.set(seats.capacity),
            SeatsItem.places.set(places),
            SeatsItem.taken_elsewhere.set(seats.taken_elsewhere),
            SeatsItem.taken.set(taken_now),
            SeatsItem.free.set(places - seats.taken_elsewhere - taken_now),
            SeatsItem.open.set(activity.status is ActivityStatus.ACTIVE),
            _look(),
        ],
    )


def _item(activity: Activity) -> ActivityItem:
    place = _activity_place(activity.id)
    return ActivityItem(
        place.partition,
        place.sort,
        g2pk=keys.activities(activity.status, keys.activity_shard(activity.id)),
        g2sk=activity.id,
        g4pk=keys.library_activities(activity.library),
        g4sk=activity.id,
        **codec.attributes(activity, without=("seats",)),
    )


def _source_item(activity: Activity) -> SourcePointer:
    place = _source_place(activity)
    return SourcePointer(place.partition, place.sort, activity_id=activity.id)


def _source_item_before(before: ActivityItem) -> SourcePointer:
    return SourcePointer(keys.source(LibraryId(before.library), before.source_id), keys.SOURCE)


def _activity(item: ActivityItem, seats: SeatsItem | None) -> Activity:
    return replace(codec.thing(Activity, item.attribute_values), seats=_seats(seats))


def _seats(item: SeatsItem | None) -> Seats:
    if item is None:
        return Seats()
    return codec.thing(Seats, item.attribute_values)


def _named(activity: Activity, source: Any) -> Activity:
    return activity if source is None else replace(activity, id=ActivityId(source.activity_id))


def _is_asked(activity: Activity, query: ActivityQuery) -> bool:
    return (
        (query.include_inactive or activity.status is ActivityStatus.ACTIVE)
        and query.type in {None, activity.type}
        and (query.theme is None or query.theme in activity.themes)
    )


def _activity_place(activity_id: ActivityId) -> Place:
    return Place(ActivityItem, keys.activity(activity_id), keys.ACTIVITY)


def _seats_place(activity_id: ActivityId) -> Place:
    return Place(SeatsItem, keys.activity(activity_id), keys.SEATS)


def _source_place(activity: Activity) -> Place:
    return Place(SourcePointer, keys.source(activity.library, activity.source_id), keys.SOURCE)
