"""An activity in the table: its item, the counter of its seats, and the pointer of its source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import (
    UNLIMITED,
    ActivityItem,
    SeatsItem,
    SourcePointer,
)
from chalicelib.adapters.dynamo.tables import Place
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.catalogue import Activity, Seats
from chalicelib.domain.errors import PreconditionFailed, StaleVersion
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.ports import AlreadyThere


@dataclass(frozen=True, slots=True)
class Standing:
    """An activity to be put, its item as it stands, and whether its source names it already.

    A pointer moves only together with the version of its activity, so the guard on that holds both.
    """

    activity: Activity
    before: ActivityItem | None
    is_named: bool


def create(to: Transaction, activity: Activity) -> None:
    """A new activity, refused where its id or its source id is there already."""
    there = AlreadyThere(activity.id)
    to.put(item_of(replace(activity, version=1)), Guard(ActivityItem.PK.does_not_exist(), there))
    to.put(_source_item(activity), Guard(SourcePointer.PK.does_not_exist(), there))
    _put_seats(to, activity)


def rewrite(to: Transaction, before: ActivityItem, activity: Activity) -> None:
    """The activity instead of this version of it, refused where somebody else wrote first."""
    same = ActivityItem.version == before.version
    after = item_of(replace(activity, version=int(before.version) + 1))
    to.write(after, Guard(same, PreconditionFailed(activity.id)))
    if before.source_id != activity.source_id:
        absent = SourcePointer.PK.does_not_exist()
        to.put(_source_item(activity), Guard(absent, AlreadyThere(activity.id)))
        to.delete(_source_item_before(before))
    _put_seats(to, activity)


def put(to: Transaction, standing: Standing, *, stops_at: datetime | None = None) -> None:
    """The activity as an import has it, stale where somebody else named the same meanwhile."""
    activity, before = standing.activity, standing.before
    version = 0 if before is None else int(before.version)
    as_read = (
        ActivityItem.PK.does_not_exist() if before is None else ActivityItem.version == version
    )
    stale = StaleVersion(activity.id)
    to.write(item_of(replace(activity, version=version + 1)), Guard(as_read, stale))
    if not standing.is_named:
        free = SourcePointer.PK.does_not_exist() | (SourcePointer.activity_id == activity.id)
        to.put(_source_item(activity), Guard(free, stale))
    if before is not None and before.source_id != activity.source_id:
        to.delete(_source_item_before(before))
    _put_seats(to, activity, stops_at=stops_at)


def _put_seats(to: Transaction, activity: Activity, *, stops_at: datetime | None = None) -> None:
    """The counter follows what the library says; what is taken through Wegwijs is left alone.

    `free` is worked out by the table from what is taken at that very moment. What has stopped is
    due, at once or from `stops_at` on: whoever has a place there is to move on.
    """
    seats = activity.seats
    places = UNLIMITED if seats.capacity is None else seats.capacity
    taken_now = SeatsItem.taken | 0
    counter = SeatsItem(seats_place(activity.id).partition, keys.SEATS)
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
            *_due(activity, stops_at),
        ],
    )


def _due(activity: Activity, stops_at: datetime | None) -> Sequence[Action]:
    if activity.status is not ActivityStatus.INACTIVE:
        return [look()]
    when = keys.AT_ONCE if stops_at is None else keys.instant(stops_at)
    return [SeatsItem.due.set(keys.due_list(activity.id)), SeatsItem.due_at.set(when)]


def item_of(activity: Activity) -> ActivityItem:
    place = activity_place(activity.id)
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
    place = source_place(activity)
    return SourcePointer(place.partition, place.sort, activity_id=activity.id)


def _source_item_before(before: ActivityItem) -> SourcePointer:
    return SourcePointer(keys.source(LibraryId(before.library), before.source_id), keys.SOURCE)


def activity_of(item: ActivityItem, seats: SeatsItem | None) -> Activity:
    return replace(codec.thing(Activity, item.attribute_values), seats=seats_of(seats))


def seats_of(item: SeatsItem | None) -> Seats:
    if item is None:
        return Seats()
    return codec.thing(Seats, item.attribute_values)


def activity_place(activity_id: ActivityId) -> Place:
    return Place(ActivityItem, keys.activity(activity_id), keys.ACTIVITY)


def seats_place(activity_id: ActivityId) -> Place:
    return Place(SeatsItem, keys.activity(activity_id), keys.SEATS)


def source_place(activity: Activity) -> Place:
    return Place(SourcePointer, keys.source(activity.library, activity.source_id), keys.SOURCE)


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of a counter, as long as this holds for it."""

    actions: Sequence[Action]
    while_: Condition


def moved_by(by: int) -> Move:
    """So many more, or fewer, come by themselves, while enough come."""
    there, free = SeatsItem.taken_elsewhere, SeatsItem.free
    return Move([there.set(there + by), free.set(free - by), look()], there >= -by)


def emptied(by: int) -> Move:
    """For when fewer come than are taken away."""
    there, free = SeatsItem.taken_elsewhere, SeatsItem.free
    return Move([there.set(0), free.set(free + there), look()], there < -by)


def look() -> Action:
    """Somebody looks whether the next on the list can be asked, where there is a list."""
    return SeatsItem.due_at.set(keys.AT_ONCE)
