"""What a library's system says of an activity counts in the order in which it was said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import InvalidRequest, NotFound, PreconditionFailed, Temporary
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.said_of_activity import SaidOfActivity, cancel_activity, update_activity
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Unruly
from tests.usecases.worlds import CAFE, a_world, as_draft

EARLIER, LATER = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)


def redraft(current: Activity, fields: Mapping[str, Any]) -> ActivityDraft:
    return as_draft(replace(current, **fields))


def said(at: datetime, library: LibraryId = UTRECHT) -> SaidOfActivity:
    return SaidOfActivity(library, CAFE.id, f"msg_{at.timestamp()}_{library}", said_at=at)


def updates(ports: FakePorts, at: datetime = NOW, **fields: Any) -> bool:
    return update_activity(said(at), fields, redraft, ports=ports)


def test_the_fields_that_are_named_change_and_the_rest_stays() -> None:
    ports = a_world()
    assert updates(ports, title="Anders")
    after = ports.activities.get(CAFE.id)
    assert (after.title, after.description, after.version) == ("Anders", CAFE.description, 2)
    assert after.last_confirmed_on == NOW.date()
    assert ports.queue.catalogue_changes == 1


def test_the_same_message_again_changes_nothing() -> None:
    ports = a_world()
    assert updates(ports, title="Anders")
    assert not updates(ports, title="Anders")
    assert ports.activities.get(CAFE.id).version == 2


def test_an_older_message_changes_nothing() -> None:
    ports = a_world()
    assert updates(ports, NOW, title="Nieuw")
    assert not updates(ports, EARLIER, title="Oud")
    assert ports.activities.get(CAFE.id).title == "Nieuw"
    assert updates(ports, LATER, title="Nieuwer")


def test_whoever_writes_meanwhile_is_not_overwritten() -> None:
    ports = a_world()

    def somebody_else() -> None:
        ports.activities.put(replace(CAFE, description="Door hen"), expected_version=1)

    racing = replace_activities(ports, between={("put", 1): somebody_else})
    assert updates(racing, title="Anders")
    after = ports.activities.get(CAFE.id)
    assert (after.title, after.description) == ("Anders", "Door hen")


def test_where_others_keep_writing_it_is_asked_to_come_back() -> None:
    refusing = {("put", n): PreconditionFailed(CAFE.id) for n in range(1, 9)}
    with pytest.raises(Temporary):
        updates(replace_activities(a_world(), before=refusing), title="Anders")


def replace_activities(ports: FakePorts, **unruly: Any) -> FakePorts:
    ports.activities = Unruly(ports.activities, **unruly)  # type: ignore[assignment]
    return ports


def test_what_cannot_be_changed_is_refused_and_not_remembered() -> None:
    ports = a_world()
    with pytest.raises(InvalidRequest):
        updates(ports, source_id="another")
    assert updates(ports, title="Anders")


def test_another_librarys_activity_is_not_found() -> None:
    with pytest.raises(NotFound):
        update_activity(said(NOW, LibraryId("NL-0899010000")), {}, redraft, ports=a_world())


def test_in_whatever_order_they_come_what_was_said_last_of_its_status_counts() -> None:
    """A change, a cancellation, and a change of mind."""
    outcomes = set()
    for order in permutations(("paused", "cancelled", "active")):
        ports = a_world()
        for what in order:
            if what == "cancelled":
                cancel_activity(said(NOW), ports=ports)
            elif what == "paused":
                updates(ports, EARLIER, status=ActivityStatus.PAUSED)
            else:
                updates(ports, LATER, status=ActivityStatus.ACTIVE)
        outcomes.add(ports.activities.get(CAFE.id).status)
    assert outcomes == {ActivityStatus.ACTIVE}


def test_an_older_change_of_what_was_cancelled_does_not_bring_it_back() -> None:
    ports = a_world()
    assert cancel_activity(said(NOW), ports=ports)
    assert updates(ports, EARLIER, title="Anders", status=ActivityStatus.ACTIVE)
    after = ports.activities.get(CAFE.id)
    assert (after.title, after.status) == ("Anders", ActivityStatus.INACTIVE)
