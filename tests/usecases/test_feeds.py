"""A library names an address, and what is there is imported on time, whatever happens there."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.tables import hsds_export
from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Contact
from chalicelib.domain.errors import InvalidRequest, NotFound, Permanent, StaleVersion, Temporary
from chalicelib.domain.feed import Feed, FeedSource
from chalicelib.domain.ids import LibraryId, OrganisationId
from chalicelib.domain.import_job import ImportJob
from chalicelib.domain.vocabulary import ActivityStatus, Role
from chalicelib.domain.web_address import CallFault
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.feeds import end_feed, hand_out, keep_feed, read_feed, show_feed
from chalicelib.usecases.fetching import MOST_PAGES
from chalicelib.usecases.importing import go_on
from chalicelib.usecases.ports import ActivityQuery, Answered
from tests.fakes.mailer import FakeMailer
from tests.fakes.making import UTRECHT, a_library, an_activity
from tests.fakes.ports import FakePorts

URL = "https://agenda.example.nl/taal.csv"
SOURCE = FeedSource(URL, "csv", full=True, every_hours=6)
ADMIN = Caller("usr_1", Role.LIBRARY_ADMIN, OrganisationId(UTRECHT))
HEAD = "source_id,branch,type,title,level_min,level_max,weekday,start,duration_minutes\n"


def table(*names: str) -> bytes:
    rows = (f"{n},NL-0899041002,language_cafe,{n},a1,b1,tue,10:00,90\n" for n in names)
    return (HEAD + "".join(rows)).encode()


@pytest.fixture
def ports() -> FakePorts:
    ports = FakePorts(mailer=FakeMailer())
    ports.libraries.put(replace(a_library(), contact=Contact(email="bieb@example.nl")))
    return ports


def says(ports: FakePorts, body: bytes, status: int = 200, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    ports.outgoing.answers[URL] = Answered(status, named, body)


def keep(ports: FakePorts, source: FeedSource = SOURCE) -> Feed:
    return keep_feed(source, library=UTRECHT, caller=ADMIN, ports=ports)


def look(ports: FakePorts, *, after: timedelta = timedelta()) -> Feed:
    """The feed after somebody looked at it, and finished the import there is."""
    ports.now.forward(after)
    read_feed(UTRECHT, ports=ports)
    while ports.queue.imports:
        go_on(*ports.queue.imports.pop(), import_row, ports=ports)
    return ports.feeds.get(UTRECHT)


def last_import(ports: FakePorts) -> ImportJob:
    _, job = show_feed(UTRECHT, caller=ADMIN, ports=ports)
    assert job is not None
    return job


def status_by_source(ports: FakePorts) -> Mapping[str, ActivityStatus]:
    query = ActivityQuery(library=UTRECHT, include_inactive=True)
    return {a.source_id: a.status for a in ports.activities.list(query).items}


def test_what_is_at_the_address_is_imported(ports: FakePorts) -> None:
    says(ports, table("a", "b") + b"c,,cocktailbar,,,,,,\n")
    assert keep(ports).due_at == ports.now()
    assert ports.queue.feeds == [UTRECHT]
    feed = look(ports)
    assert (feed.failure, feed.due_at) == (None, ports.now() + timedelta(hours=6))
    counts = last_import(ports).counts
    assert (counts.accepted, counts.rejected) == (2, 1)
    assert counts.rejections[0].row == 4


def test_what_disappears_from_a_full_feed_is_inactive_and_comes_back(ports: FakePorts) -> None:
    keep(ports)
    for names in (("a", "b"), ("a",), ("a", "b")):
        says(ports, table(*names))
        look(ports, after=timedelta(hours=6))
        is_there = ActivityStatus.ACTIVE if "b" in names else ActivityStatus.INACTIVE
        assert status_by_source(ports) == {"a": ActivityStatus.ACTIVE, "b": is_there}


def test_what_disappears_from_another_feed_stays(ports: FakePorts) -> None:
    keep(ports, replace(SOURCE, full=False))
    for names in (("a", "b"), ("a",)):
        says(ports, table(*names))
        look(ports, after=timedelta(hours=6))
    assert set(status_by_source(ports).values()) == {ActivityStatus.ACTIVE}


def test_what_did_not_change_costs_nothing(ports: FakePorts) -> None:
    says(ports, table("a"), etag='"1"', last_modified="Mon, 23 Nov 2026 09:00:00 GMT")
    keep(ports)
    first = look(ports)
    says(ports, b"", 304)
    again = look(ports, after=timedelta(hours=6))
    assert ports.outgoing.calls[-1].headers["If-None-Match"] == '"1"'
    assert ports.outgoing.calls[-1].headers["If-Modified-Since"].startswith("Mon, 23 Nov")
    assert (again.import_id, again.read_at) == (first.import_id, first.read_at)
    assert again.looked_at == ports.now()
    assert len(ports.imports.everything()) == 1


def test_an_address_without_marks_is_known_by_what_it_says(ports: FakePorts) -> None:
    says(ports, table("a"), etag="x" * 5_000)
    keep(ports)
    look(ports)
    look(ports, after=timedelta(hours=6))
    assert "If-None-Match" not in ports.outgoing.calls[-1].headers
    assert len(ports.imports.everything()) == 1


def test_once_a_week_the_whole_is_asked_for_and_confirms_what_is_there(ports: FakePorts) -> None:
    says(ports, table("a"), etag='"1"')
    keep(ports)
    look(ports)
    look(ports, after=timedelta(days=7))
    assert "If-None-Match" not in ports.outgoing.calls[-1].headers
    assert last_import(ports).counts.unchanged == 1
    (activity,) = ports.activities.all_active()
    assert activity.last_confirmed_on == ports.now().date()


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        (Answered(404, {}, b""), "feed_gone"),
        (Answered(410, {}, b""), "feed_gone"),
        (Answered(401, {}, b""), "feed_closed"),
        (Answered(302, {"location": "https://169.254.169.254/"}, b""), "feed_moved"),
        (Answered(304, {}, b""), "feed_moved"),  # though nobody asked whether it changed
        (Answered(500, {}, b""), "feed_unwell"),
        (Answered(200, {}, b"x" * (4 * 2**20 + 1)), "feed_too_large"),
        (Answered(200, {}, b""), "empty_file"),
        (Answered(200, {}, b"<html><p>Welkom</p></html>"), "no_header"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_tried_later(
    ports: FakePorts, answered: Answered, why: str
) -> None:
    ports.outgoing.answers[URL] = answered
    keep(ports)
    feed = look(ports)
    assert (feed.failure, feed.failures, feed.seen) == (why, 1, None)
    assert feed.due_at == ports.now() + timedelta(minutes=15)
    assert ports.imports.everything() == []


@pytest.mark.parametrize("error", [Temporary, Permanent])
def test_an_address_that_is_not_reached_is_tried_later(
    ports: FakePorts, error: Callable[[str], Exception]
) -> None:
    keep(ports)
    ports.outgoing.fails_with = [error(CallFault.UNREACHABLE)]
    assert look(ports).failure == CallFault.UNREACHABLE
    says(ports, table("a"))
    assert look(ports, after=timedelta(minutes=15)).failure is None


@pytest.mark.parametrize(
    ("kind", "bound", "body"),
    [("calendar", 2**20, b"BEGIN:VCALENDAR"), ("hsds", 4 * 2**20, b"[")],
)
def test_a_file_has_the_bound_of_its_kind(
    ports: FakePorts, kind: str, bound: int, body: bytes
) -> None:
    says(ports, body)
    keep(ports, replace(SOURCE, kind=kind))
    assert look(ports).failures == 1
    assert ports.outgoing.calls[0].most_bytes == bound


PAGED = replace(SOURCE, url="https://hsds.example.nl/services?page=9&per_page=1", kind="hsds")


def pages(ports: FakePorts, *ids: str, total: int | None = None, larger_by: int = 0) -> None:
    """A list of services, one a page, as its own server divides it."""
    for number, id_ in enumerate(ids, start=1):
        named = f"https://hsds.example.nl/services?per_page=1&page={number}"
        url = PAGED.url if number == 1 else named
        service = hsds_export.service(replace(an_activity(), source_id=id_), a_library())
        page = {"total_pages": total or len(ids), "page_number": number, "contents": [service]}
        body = json.dumps(page).encode() + b" " * larger_by
        ports.outgoing.answers[url] = Answered(200, {"etag": '"1"'}, body)


def test_a_list_in_pages_is_read_whole(ports: FakePorts) -> None:
    pages(ports, "a", "b", "c")
    keep(ports, PAGED)
    assert look(ports).failure is None
    assert set(status_by_source(ports)) == {"a", "b", "c"}


def test_what_moves_on_a_later_page_is_seen(ports: FakePorts) -> None:
    pages(ports, "a", "b")
    keep(ports, PAGED)
    look(ports)
    pages(ports, "a", "c")
    assert look(ports, after=timedelta(hours=6)).failure is None
    assert "If-None-Match" not in ports.outgoing.calls[-2].headers
    assert status_by_source(ports)["b"] is ActivityStatus.INACTIVE


def test_without_one_of_its_pages_a_list_changes_nothing(ports: FakePorts) -> None:
    pages(ports, "a", "b")
    keep(ports, PAGED)
    look(ports)
    pages(ports, "a", "b", total=3)
    assert look(ports, after=timedelta(hours=6)).failure == "feed_gone"
    assert set(status_by_source(ports).values()) == {ActivityStatus.ACTIVE}


@pytest.mark.parametrize(("total", "larger_by"), [(MOST_PAGES + 1, 0), (None, 2**21)])
def test_a_list_without_end_is_not_read_to_its_end(
    ports: FakePorts, total: int | None, larger_by: int
) -> None:
    pages(ports, "a", "b", "c", total=total, larger_by=larger_by)
    keep(ports, PAGED)
    assert look(ports).failure == "feed_too_large"
    assert len(ports.outgoing.calls) <= 3


def test_who_dies_half_way_has_said_so_already(ports: FakePorts) -> None:
    keep(ports)
    ports.outgoing.fails_with = [MemoryError()]
    with pytest.raises(MemoryError):
        read_feed(UTRECHT, ports=ports)
    feed = ports.feeds.get(UTRECHT)
    assert (feed.failure, feed.failures) == ("interrupted", 1)
    assert feed.due_at == ports.now() + timedelta(minutes=15)


def test_delivered_twice_it_is_looked_at_once(ports: FakePorts) -> None:
    says(ports, table("a"))
    keep(ports)
    look(ports)
    look(ports)
    assert len(ports.outgoing.calls) == 1


def test_an_address_given_meanwhile_is_not_overwritten(
    ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(ports, table("a"))
    keep(ports)
    call = ports.outgoing.call
    other = replace(SOURCE, url="https://agenda.example.nl/nieuw.csv")

    def meanwhile(asked: object) -> Answered:
        keep(ports, other)
        return call(asked)  # type: ignore[arg-type]

    monkeypatch.setattr(ports.outgoing, "call", meanwhile)
    assert look(ports).source == other


def test_two_who_write_at_once_hear_that_they_did(
    ports: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raced(feed: Feed, *, after: Feed | None) -> Feed:
        raise StaleVersion(feed.library, after)

    monkeypatch.setattr(ports.feeds, "save", raced)
    with pytest.raises(Temporary):
        keep(ports)


def test_a_long_import_is_finished_before_the_next_begins(ports: FakePorts) -> None:
    says(ports, table("a"))
    keep(ports)
    read_feed(UTRECHT, ports=ports)
    ports.now.forward(timedelta(hours=6))
    read_feed(UTRECHT, ports=ports)
    assert len(ports.outgoing.calls) == 1
    assert ports.feeds.get(UTRECHT).due_at == ports.now() + timedelta(minutes=15)
    ports.now.forward(timedelta(days=1))  # it will never end
    read_feed(UTRECHT, ports=ports)
    assert len(ports.outgoing.calls) == 2


def failing_for_a_fortnight(ports: FakePorts) -> None:
    keep(ports)
    look(ports)
    look(ports, after=timedelta(days=14))
    assert ports.feeds.get(UTRECHT).given_up_at == ports.now()


def test_after_a_fortnight_it_is_given_up_and_its_library_told_once(ports: FakePorts) -> None:
    failing_for_a_fortnight(ports)
    feed = look(ports, after=timedelta(hours=1))
    assert (feed.due_at, feed.failure) == (None, "feed_gone")
    look(ports, after=timedelta(days=3))
    assert ports.mailer is not None
    assert [to for to, *_ in ports.mailer.sent] == ["bieb@example.nl"]
    assert len(ports.outgoing.calls) == 2
    says(ports, table("a"))
    keep(ports)
    assert look(ports).failure is None


@pytest.mark.parametrize(("error", "sent"), [(Temporary(), 1), (Permanent(), 0)])
def test_a_mail_that_cannot_go_now_goes_later(
    ports: FakePorts, error: Exception, sent: int
) -> None:
    assert ports.mailer is not None
    ports.mailer.fails_with = [error]
    failing_for_a_fortnight(ports)
    for _ in range(2):
        feed = look(ports, after=timedelta(hours=1))
    assert (feed.due_at, len(ports.mailer.sent)) == (None, sent)


@pytest.mark.parametrize("has_mailer", [True, False])
def test_whom_no_mail_reaches_sees_it_at_the_feed(ports: FakePorts, *, has_mailer: bool) -> None:
    ports.mailer = FakeMailer() if has_mailer else None
    ports.libraries.put(replace(a_library(), contact=Contact()))
    failing_for_a_fortnight(ports)
    assert look(ports, after=timedelta(hours=1)).due_at is None


def test_each_feed_that_is_due_is_handed_to_somebody(ports: FakePorts) -> None:
    keep(ports)
    ports.queue.feeds.clear()
    assert hand_out(ports=ports) == 1
    assert ports.queue.feeds == [UTRECHT]
    ports.queue.is_lost = True
    assert hand_out(ports=ports) == 1  # still due in a minute


def test_an_address_that_is_never_called_is_refused_beforehand(ports: FakePorts) -> None:
    with pytest.raises(InvalidRequest) as refused:
        keep(ports, replace(SOURCE, url="https://127.0.0.1/"))
    assert [(f.name, f.reason) for f in refused.value.faults] == [("url", CallFault.NOT_A_NAME)]


def test_another_librarys_feed_and_an_unknown_one_are_not_found(ports: FakePorts) -> None:
    elsewhere = LibraryId("NL-0899010000")
    with pytest.raises(NotFound):
        keep_feed(SOURCE, library=elsewhere, caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        show_feed(UTRECHT, caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        end_feed(elsewhere, caller=ADMIN, ports=ports)


def test_a_feed_that_was_ended_is_looked_at_no_more(ports: FakePorts) -> None:
    keep(ports)
    end_feed(UTRECHT, caller=ADMIN, ports=ports)
    read_feed(UTRECHT, ports=ports)
    assert ports.outgoing.calls == []


def test_what_became_of_rows_is_forgotten_in_time(ports: FakePorts) -> None:
    says(ports, table("a"))
    keep(ports)
    feed = look(ports)
    ports.feeds.save(replace(feed, import_id="imp_gone"), after=feed)
    assert show_feed(UTRECHT, caller=ADMIN, ports=ports)[1] is None
