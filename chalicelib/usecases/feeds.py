"""Feeds: what a library keeps elsewhere is fetched on time, and imported like a file it sent.

The schedule only hands out what is due, a message a library, so that a slow feed holds up nobody.
"""

from contextlib import suppress

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import (
    Fault,
    InvalidRequest,
    NotFound,
    Permanent,
    StaleVersion,
    Temporary,
)
from chalicelib.domain.feed import INTERRUPTED, LONGEST_PAUSE, Feed, FeedSource
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportJob
from chalicelib.usecases.fetching import Unread, fetch
from chalicelib.usecases.importing import begin, job_of
from chalicelib.usecases.ports import FileKind, Ports

_AT_ONCE = 200  # feeds handed out a minute
_ROUNDS = 5
_LANGUAGE = "nl"


def keep_feed(source: FeedSource, *, library: LibraryId, caller: Caller, ports: Ports) -> Feed:
    """The library's feed is this one, and looked at soon, whatever became of the one before.

    Raises:
        NotFound: unknown, or another library's. InvalidRequest: an address that is never called.
    """
    _admit(library, caller, ports=ports)
    fault = ports.outgoing.fault(source.url)
    if fault is not None:
        raise InvalidRequest([Fault("url", fault)])
    kept = _kept(Feed(library, source, due_at=ports.now()), ports=ports)
    _hand_out(library, ports=ports)
    return kept


def _kept(feed: Feed, *, ports: Ports) -> Feed:
    """Whoever looks at the feed writes too, so that this is tried more than once."""
    for _ in range(_ROUNDS):
        with suppress(StaleVersion):
            return ports.feeds.save(feed, after=_standing(feed.library, ports=ports))
    raise Temporary("others keep writing the same", retry_after_s=1)


def show_feed(library: LibraryId, *, caller: Caller, ports: Ports) -> tuple[Feed, ImportJob | None]:
    """The library's feed, and what became of the rows when it was last read whole.

    Raises:
        NotFound: it has none, or it is another library's.
    """
    _admit(library, caller, ports=ports)
    feed = ports.feeds.get(library)
    return feed, _last_import(feed, ports=ports)


def end_feed(library: LibraryId, *, caller: Caller, ports: Ports) -> None:
    """The library has no feed; what came from it stays.

    Raises:
        NotFound: unknown, or another library's.
    """
    _admit(library, caller, ports=ports)
    ports.feeds.end(library)


def hand_out(*, ports: Ports) -> int:
    """Somebody looks soon at every feed that is due; how many there were."""
    due = list(ports.feeds.due(at=ports.now(), limit=_AT_ONCE))
    for library in due:
        _hand_out(library, ports=ports)
    return len(due)


def read_feed(library: LibraryId, *, ports: Ports) -> None:
    """The feed has been looked at, if it was due; what is new in it is being imported.

    However it goes, the feed says so and knows when it is due again.

    Raises:
        Temporary: the store is away; the claim says when it is tried again.
    """
    feed, now = _standing(library, ports=ports), ports.now()
    if feed is None or not feed.is_due(now):
        return
    try:
        claimed = ports.feeds.save(feed.failed(INTERRUPTED, now), after=feed)
        looked_at = _told(feed, ports=ports) if feed.given_up_at else _looked_at(feed, ports=ports)
        ports.feeds.save(looked_at, after=claimed)
    except StaleVersion:
        return  # somebody else has it, or the library gave another address meanwhile


def _looked_at(feed: Feed, *, ports: Ports) -> Feed:
    now = ports.now()
    before = _last_import(feed, ports=ports)
    if before and not before.is_over and now - before.created_at < LONGEST_PAUSE:
        return feed.later(now)
    try:
        return _fetched(feed, ports=ports)
    except Unread as unread:
        return feed.failed(str(unread), now)
    except InvalidRequest as refused:
        return feed.failed(refused.faults[0].reason, now)


def _fetched(feed: Feed, *, ports: Ports) -> Feed:
    now = ports.now()
    found = fetch(feed.source, feed.known(now), ports=ports)
    if found is None:
        return feed.unchanged(now)
    job = job_of(
        found.data,
        FileKind(feed.source.kind),
        library=feed.library,
        full=feed.source.full,
        defaults=feed.source.defaults,
        ports=ports,
    )
    begin(job, found.data, ports=ports)
    return feed.read(found.seen, job.id, now)


def _told(feed: Feed, *, ports: Ports) -> Feed:
    """The library has had a mail that its feed was given up, or will have it later."""
    library = ports.libraries.get(feed.library)
    if ports.mailer is None or library.contact.email is None:
        return feed.told()
    subject, text = (
        ports.words.say(_LANGUAGE, f"mail.feed.{part}", {"library": library.name})
        for part in ("subject", "body")
    )
    try:
        ports.mailer.send(library.contact.email, subject=subject, text=text)
    except Temporary:
        return feed.later(ports.now())
    except Permanent:
        return feed.told()  # no mail reaches it; the feed itself says what happened
    return feed.told()


def _admit(library: LibraryId, caller: Caller, *, ports: Ports) -> None:
    if library != caller.library:
        raise NotFound(library)
    ports.libraries.get(library)


def _standing(library: LibraryId, *, ports: Ports) -> Feed | None:
    try:
        return ports.feeds.get(library)
    except NotFound:
        return None


def _last_import(feed: Feed, *, ports: Ports) -> ImportJob | None:
    if feed.import_id is None:
        return None
    try:
        return ports.imports.get(feed.library, feed.import_id)
    except NotFound:  # they go by themselves after a month
        return None


def _hand_out(library: LibraryId, *, ports: Ports) -> None:
    try:
        ports.queue.feed_due(library)
    except Temporary:
        return  # still due in a minute
