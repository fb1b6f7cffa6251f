"""Catalogue: libraries keep their activities, and matching hears of it within a minute."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.errors import (
    AlreadyExists,
    Fault,
    Forbidden,
    InvalidRequest,
    NotFound,
    PreconditionFailed,
)
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching.codec import encode_activity
from chalicelib.domain.matching.snapshot import pack
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.ports import ActivityQuery, AlreadyThere, Metric, Page, Ports
from chalicelib.usecases.telling import tell, tell_who_waits


def list_activities(query: ActivityQuery, *, caller: Caller, ports: Ports) -> Page[Activity]:
    """Active activities of everybody; a library sees all of its own."""
    own = caller.library is not None and query.library == caller.library
    return ports.activities.list(replace(query, include_inactive=own))


def read_activity(activity_id: ActivityId, *, caller: Caller, ports: Ports) -> Activity:
    """The activity with its seats; one that is inactive only for its own library.

    Raises:
        NotFound: unknown, or inactive and another library's.
    """
    activity = ports.activities.get(activity_id)
    hidden = activity.status is ActivityStatus.INACTIVE and activity.library != caller.library
    if hidden:
        raise NotFound(activity_id)
    return activity


def add_activity(draft: ActivityDraft, *, caller: Caller, ports: Ports) -> Activity:
    """The activity stands, confirmed today, and will be matched within a minute.

    Raises:
        InvalidRequest: a branch that is not this library's. AlreadyExists: a source id in use.
    """
    library = _own_library(caller, ports=ports)
    activity_id = ports.derivation.activity_id(library.isil, draft.source_id)
    activity = _confirmed(draft.at(library, activity_id), ports=ports)
    try:
        added = ports.activities.put(activity, expected_version=None)
    except AlreadyThere as error:
        raise AlreadyExists(draft.source_id) from error
    tell(ports=ports)
    return added


def replace_activity(
    activity_id: ActivityId,
    draft: ActivityDraft,
    *,
    expected_version: int,
    caller: Caller,
    ports: Ports,
) -> Activity:
    """The activity stands as given; its seats taken through Wegwijs are untouched.

    Raises:
        NotFound: unknown or another library's. PreconditionFailed: somebody else wrote first.
        InvalidRequest: a branch that is not this library's, or another source id.
    """
    current = own_activity(activity_id, caller=caller, ports=ports)
    if current.version != expected_version:
        raise PreconditionFailed(activity_id)
    fresh = described(current, draft, ports=ports)
    changed = ports.activities.put(fresh, expected_version=expected_version)
    tell(ports=ports)
    tell_who_waits(activity_id, ports=ports)
    return changed


def described(current: Activity, draft: ActivityDraft, *, ports: Ports) -> Activity:
    """The activity as described now, confirmed today; what its library does not describe stays.

    Raises:
        InvalidRequest: a branch that is not this library's, or another source id.
    """
    if draft.source_id != current.source_id:
        raise InvalidRequest([Fault("sourceId", "cannot_change")])
    fresh = draft.at(ports.libraries.get(current.library), current.id)
    return _confirmed(replace(fresh, version=current.version, heard=current.heard), ports=ports)


def retire_activity(activity_id: ActivityId, *, caller: Caller, ports: Ports) -> None:
    """The activity is inactive: suggested to nobody, and whoever has a place there moves on."""
    current = own_activity(activity_id, caller=caller, ports=ports)
    if current.status is ActivityStatus.INACTIVE:
        return
    inactive = replace(current, status=ActivityStatus.INACTIVE)
    ports.activities.put(inactive, expected_version=current.version)
    tell(ports=ports)
    tell_who_waits(activity_id, ports=ports)


def _own_library(caller: Caller, *, ports: Ports) -> Library:
    if caller.library is None:
        raise Forbidden(caller.role)
    return ports.libraries.get(caller.library)


def own_activity(activity_id: ActivityId, *, caller: Caller, ports: Ports) -> Activity:
    """The activity, if it is this caller's library's; anything else is the same NotFound."""
    activity = ports.activities.get(activity_id)
    if activity.library != caller.library:
        raise NotFound(activity_id)
    return activity


def set_taken_elsewhere(
    activity_id: ActivityId, count: int, *, caller: Caller, ports: Ports
) -> Activity:
    """So many people come by themselves; the free seats follow."""
    own_activity(activity_id, caller=caller, ports=ports)
    changed = ports.activities.set_taken_elsewhere(activity_id, count)
    tell(ports=ports)
    tell_who_waits(activity_id, ports=ports)
    return changed


def move_taken_elsewhere(
    activity_id: ActivityId, by: int, *, caller: Caller, ports: Ports
) -> Activity:
    """So many more come by themselves, or fewer, never less than none; the free seats follow."""
    own_activity(activity_id, caller=caller, ports=ports)
    changed = ports.activities.move_taken_elsewhere(activity_id, by)
    tell(ports=ports)
    tell_who_waits(activity_id, ports=ports)
    return changed


def publish(*, ports: Ports) -> str:
    """The catalogue as it is now is what matching searches; its version.

    Nothing is published when nothing changed: a version ends in the fingerprint of its content.
    """
    read_at = ports.now()
    _measure_age(read_at, ports=ports)
    version = _published(ports=ports)
    ports.snapshots.compared(read_at)
    return version


def _measure_age(at: datetime, *, ports: Ports) -> None:
    """Operators see how long ago what is matched on was last as the catalogue is, in seconds."""
    last = ports.snapshots.last_compared()
    if last is not None:
        ports.meter.note(Metric.SNAPSHOT_AGE, (at - last).total_seconds())


def _published(*, ports: Ports) -> str:
    activities = sorted(_in_force(ports=ports), key=lambda activity: activity.id)
    encoded = {activity.id: encode_activity(activity) for activity in activities}
    fingerprint = _fingerprint(encoded.values())
    published = ports.snapshots.published_version()
    if published is not None and published.endswith(fingerprint):
        return published
    version = f"{ports.now():%Y%m%dT%H%M%SZ}-{fingerprint}"
    data = pack(
        activities,
        version=version,
        holidays=ports.holidays,
        encode=lambda activity: encoded[activity.id],
    )
    ports.snapshots.publish(data, version=version)
    return version


def _in_force(*, ports: Ports) -> Iterator[Activity]:
    """What may be suggested today, each for the municipalities as they are today."""
    today = _today(ports)
    for activity in ports.activities.all_active():
        area = ports.municipalities.current_area(activity.service_area, today)
        if not activity.is_resting(today):
            yield (
                activity if area == activity.service_area else replace(activity, service_area=area)
            )


def _fingerprint(encoded: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for each in encoded:
        digest.update(each)
    return digest.hexdigest()[:16]


def _confirmed(activity: Activity, *, ports: Ports) -> Activity:
    return replace(activity, last_confirmed_on=_today(ports))


def _today(ports: Ports) -> date:
    return ports.now().astimezone(AMSTERDAM).date()
