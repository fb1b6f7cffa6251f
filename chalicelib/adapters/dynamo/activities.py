"""Activities with their seats, in the core table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from heapq import merge
from itertools import islice
from typing import Any

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.activity_items import (
    Standing,
    activity_of,
    activity_place,
    create,
    emptied,
    item_of,
    look,
    moved_by,
    put,
    rewrite,
    seats_of,
    seats_place,
    source_place,
)
from chalicelib.adapters.dynamo.cursor import cursor_after, position_of
from chalicelib.adapters.dynamo.items import ActivityItem, SeatsItem
from chalicelib.adapters.dynamo.tables import PAUSES_S, Tables, rest, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import NotFound, PreconditionFailed, StaleVersion, Temporary
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.ports import ActivityQuery, Page

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
            place for id_ in wanted for place in (activity_place(id_), seats_place(id_))
        )
        return {
            id_: activity_of(items[activity_place(id_)], items.get(seats_place(id_)))
            for id_ in wanted
            if activity_place(id_) in items
        }

    @temporary()
    def put(self, activity: Activity, *, expected_version: int | None) -> Activity:
        to = Transaction(self._tables)
        if expected_version is None:
            create(to, activity)
        else:
            rewrite(to, self._current(activity.id, expected_version), activity)
        to.commit()
        return self.get(activity.id)

    def _current(self, activity_id: ActivityId, expected_version: int) -> ActivityItem:
        place = activity_place(activity_id)
        item = self._tables.read(ActivityItem, place.partition, place.sort)
        if item is None or item.version != expected_version:
            raise PreconditionFailed(activity_id)
        return item

    @temporary()
    def put_many(self, activities: Iterable[Activity], *, stops_at: datetime | None = None) -> None:
        # The last of two rows with one source id stands, as it would have when sent apart.
        by_source = {source_place(activity): activity for activity in activities}
        batches = list(_batches(by_source.values()))
        store = partial(self._put_batch, stops_at=stops_at)
        if len(batches) < 2 or self._side_by_side < 2:
            for batch in batches:
                store(batch)
            return
        with ThreadPoolExecutor(min(self._side_by_side, len(batches))) as hands:
            list(hands.map(store, batches))

    def _put_batch(self, batch: Sequence[Activity], *, stops_at: datetime | None) -> None:
        """These stand; decided again when somebody else named the same source id meanwhile."""
        for pause_s in PAUSES_S:
            to = Transaction(self._tables)
            for standing in self._standing(batch):
                put(to, standing, stops_at=stops_at)
            try:
                to.commit()
            except StaleVersion:
                rest(pause_s)
            else:
                return
        raise Temporary("others keep importing the same", retry_after_s=1)

    def _standing(self, batch: Sequence[Activity]) -> Iterable[Standing]:
        """Each activity under the id that its source has already, and the source it had before."""
        known = self._tables.read_many(source_place(activity) for activity in batch)
        named = [_named(activity, known.get(source_place(activity))) for activity in batch]
        before = self._tables.read_many(activity_place(activity.id) for activity in named)
        for activity in named:
            item = before.get(activity_place(activity.id))
            is_named = (
                item is not None
                and item.source_id == activity.source_id
                and source_place(activity) in known
            )
            yield Standing(activity, item, is_named)

    @temporary()
    def set_taken_elsewhere(self, activity_id: ActivityId, count: int) -> Activity:
        place = seats_place(activity_id)
        for pause_s in PAUSES_S:
            seats = self._tables.read(SeatsItem, place.partition, place.sort)
            if seats is None:
                raise NotFound(activity_id)
            same_places = SeatsItem.places == seats.places
            change = [
                SeatsItem.taken_elsewhere.set(count),
                SeatsItem.free.set(int(seats.places) - count - SeatsItem.taken),
                look(),
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
        place = seats_place(activity_id)
        counter = SeatsItem(place.partition, place.sort)
        for pause_s in PAUSES_S:
            for move in (moved_by(by), emptied(by)):
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
    def mend_taken(self, activity_id: ActivityId, *, seen: int, held: int) -> bool:
        place = seats_place(activity_id)
        change = [
            SeatsItem.taken.set(held),
            SeatsItem.free.set(SeatsItem.free + (seen - held)),
            look(),
        ]
        as_seen = Guard(SeatsItem.taken == seen, StaleVersion(activity_id))
        to = Transaction(self._tables)
        to.update(SeatsItem(place.partition, place.sort), change, as_seen)
        try:
            to.commit()
        except StaleVersion:
            return False
        return True

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
            to.write(item_of(next_one), Guard(as_read, StaleVersion(activity.id)))
        try:
            to.commit()
        except StaleVersion:
            return False
        return True

    @temporary()
    def confirm(self, activity_ids: Iterable[ActivityId], *, on: date) -> None:
        known = self._tables.read_many(map(activity_place, dict.fromkeys(activity_ids)))
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
            activity = activity_of(entry, None)
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
        return self._with_seats([activity_of(entry, None) for entry in entries])

    def _with_seats(self, activities: Sequence[Activity]) -> tuple[Activity, ...]:
        seats = self._tables.read_many(seats_place(activity.id) for activity in activities)
        return tuple(
            replace(activity, seats=seats_of(seats.get(seats_place(activity.id))))
            for activity in activities
        )


def _batches(activities: Iterable[Activity]) -> Iterator[list[Activity]]:
    rest_of = iter(activities)
    while batch := list(islice(rest_of, _AT_ONCE)):
        yield batch


def _named(activity: Activity, source: Any) -> Activity:
    return activity if source is None else replace(activity, id=ActivityId(source.activity_id))


def _is_asked(activity: Activity, query: ActivityQuery) -> bool:
    return (
        (query.include_inactive or activity.status is ActivityStatus.ACTIVE)
        and query.type in {None, activity.type}
        and (query.theme is None or query.theme in activity.themes)
    )
