"""Libraries say that all is still right, and are asked when they have not for long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.catalogue import Activity, Contact
from chalicelib.domain.errors import Forbidden, NotFound, Permanent, Temporary
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.freshness import (
    LINK_LIVES_DAYS,
    Reminded,
    behind_link,
    confirm_activities,
    confirm_by_link,
    remind_libraries,
)
from tests.fakes.libraries import FakeLibraries
from tests.fakes.mailer import FakeMailer
from tests.fakes.making import a_library, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.test_keep_library import STRANGER
from tests.usecases.worlds import CAFE, CASE_WORKER, GROUP, LIBRARIAN, a_world

TODAY = date(2026, 11, 23)
UTRECHT = a_library().isil
LONG_AGO = TODAY - timedelta(days=75)
INACTIVE = an_activity("act_inactive", status=ActivityStatus.INACTIVE)
PAUSED = an_activity("act_paused", status=ActivityStatus.PAUSED)
THEIRS = an_activity("act_theirs", library=LibraryId("NL-0899010000"))


def confirmed(ports: FakePorts) -> set[str]:
    """What stands as confirmed today."""
    known = (CAFE, GROUP, INACTIVE, PAUSED, THEIRS)
    found = ports.activities.get_many(activity.id for activity in known)
    return {a.id for a in found.values() if a.last_confirmed_on == TODAY}


def test_all_that_a_library_offers_is_confirmed_at_once() -> None:
    ports = a_world([CAFE, GROUP, INACTIVE, PAUSED, THEIRS])
    assert confirm_activities(None, caller=LIBRARIAN, ports=ports) == 3
    assert confirmed(ports) == {CAFE.id, GROUP.id, PAUSED.id}
    assert ports.queue.catalogue_changes == 1


def test_those_that_are_named_are_confirmed_and_keep_their_versions() -> None:
    ports = a_world([CAFE, GROUP, INACTIVE])
    named = [CAFE.id, CAFE.id, INACTIVE.id]
    assert confirm_activities(named, caller=LIBRARIAN, ports=ports) == 1
    assert confirmed(ports) == {CAFE.id}
    assert ports.activities.get(CAFE.id).version == CAFE.version


@pytest.mark.parametrize("stranger", [THEIRS.id, ActivityId("act_unknown")])
def test_with_one_that_is_not_its_own_nothing_is_confirmed(stranger: ActivityId) -> None:
    ports = a_world([CAFE, THEIRS])
    with pytest.raises(NotFound):
        confirm_activities([CAFE.id, stranger], caller=LIBRARIAN, ports=ports)
    assert confirmed(ports) == set()


def test_only_a_library_confirms() -> None:
    with pytest.raises(Forbidden):
        confirm_activities(None, caller=CASE_WORKER, ports=a_world())


def test_a_library_without_activities_confirms_none() -> None:
    assert confirm_activities(None, caller=STRANGER, ports=a_world()) == 0


def link(ports: FakePorts, days: int = LINK_LIVES_DAYS) -> str:
    return ports.derivation.library_link(UTRECHT, last_day=TODAY + timedelta(days=days))


def test_looking_behind_the_link_confirms_nothing_and_the_button_all() -> None:
    ports = a_world([CAFE, GROUP, INACTIVE, THEIRS])
    library, activities = behind_link(link(ports), ports=ports)
    assert (library.isil, {a.id for a in activities}) == (UTRECHT, {CAFE.id, GROUP.id})
    assert confirmed(ports) == set()
    assert confirm_by_link(link(ports), ports=ports) == 2
    assert confirmed(ports) == {CAFE.id, GROUP.id}


@pytest.mark.parametrize(("days", "works"), [(0, True), (-1, False)])
def test_a_link_works_up_to_its_last_day(days: int, works: bool) -> None:  # noqa: FBT001
    ports = a_world()
    if works:
        assert confirm_by_link(link(ports, days), ports=ports) == 3
        return
    with pytest.raises(NotFound):
        confirm_by_link(link(ports, days), ports=ports)


def test_a_link_that_was_changed_opens_nothing() -> None:
    ports = a_world()
    good = link(ports)
    library, last_day, mac = good.split(".")
    for bad in (
        "",
        ".",
        "..",
        good[:-1],
        good + "A",
        f"NL-0899010000.{last_day}.{mac}",  # another library
        f"{library}.20991231.{mac}",  # a longer life
        f"{library}.{last_day}.é",
        ports.derivation.link_token("ref_1"),  # type: ignore[arg-type]  # another purpose
    ):
        with pytest.raises(NotFound):
            behind_link(bad, ports=ports)


def aged(activity: Activity, confirmed_on: date = LONG_AGO) -> Activity:
    return replace(activity, last_confirmed_on=confirmed_on)


def a_mailing_world(*activities: Activity) -> tuple[FakePorts, FakeMailer]:
    mailer = FakeMailer()
    return a_world(activities, mailer=mailer), mailer


def test_on_the_seventy_fifth_day_a_mail_asks_with_a_link_that_works() -> None:
    ports, mailer = a_mailing_world(aged(CAFE), aged(GROUP), aged(PAUSED))
    assert remind_libraries(ports=ports) == Reminded(sent=1)
    ((to, _, text),) = mailer.sent
    assert to == "taal@bibliotheek.example"
    assert "count=2" in text
    token = text.partition("https://wegwijs.example/klopt/")[2].partition(",")[0]
    assert behind_link(token, ports=ports)[0].isil == UTRECHT


def test_on_the_day_before_nobody_is_asked() -> None:
    ports, mailer = a_mailing_world(aged(CAFE, LONG_AGO + timedelta(days=1)))
    assert remind_libraries(ports=ports) == Reminded()
    assert mailer.sent == []


def test_a_library_is_asked_once_a_fortnight_for_as_long_as_it_matters() -> None:
    ports, mailer = a_mailing_world(aged(CAFE))
    for days, sent in ((0, 1), (1, 1), (12, 1), (1, 2), (13, 2), (1, 3)):
        ports.now.forward(timedelta(days=days))
        remind_libraries(ports=ports)
        assert len(mailer.sent) == sent
    confirm_activities(None, caller=LIBRARIAN, ports=ports)
    ports.now.forward(timedelta(days=14))
    assert remind_libraries(ports=ports) == Reminded()


def test_a_mail_that_could_not_leave_is_tried_the_next_time() -> None:
    ports, mailer = a_mailing_world(aged(CAFE))
    mailer.fails_with = [Temporary("away")]
    assert remind_libraries(ports=ports) == Reminded(failed=1)
    assert remind_libraries(ports=ports) == Reminded(sent=1)


def test_an_address_that_is_refused_is_tried_again_in_a_fortnight() -> None:
    ports, mailer = a_mailing_world(aged(CAFE))
    mailer.fails_with = [Permanent("refused")]
    assert remind_libraries(ports=ports) == Reminded(failed=1)
    assert remind_libraries(ports=ports) == Reminded()
    ports.now.forward(timedelta(days=14))
    assert remind_libraries(ports=ports) == Reminded(sent=1)


def test_a_library_without_an_address_is_counted() -> None:
    ports, _ = a_mailing_world(aged(CAFE))
    ports.libraries = FakeLibraries([a_library(contact=Contact())])
    assert remind_libraries(ports=ports) == Reminded(without_address=1)


def test_without_a_mailer_nobody_is_asked() -> None:
    assert remind_libraries(ports=a_world([aged(CAFE)])) == Reminded()
