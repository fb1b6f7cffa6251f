"""Fetching: what is at a feed's address, whole and within its bounds, or why it cannot be read.

A list of services that its sender divides in pages is asked for page by page, by the word `page`
of Open Referral HSDS. A page changes without the first one knowing, so such a list is known by
what it says only, never by the marks of its first page.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.feed import FeedSource, Seen
from chalicelib.usecases.ports import Answered, Call, FileKind, Ports

_MIB = 2**20
_MOST_BYTES: Mapping[FileKind, int] = {
    FileKind.CSV: 4 * _MIB,
    FileKind.EXCEL: 4 * _MIB,
    FileKind.HSDS: 4 * _MIB,
    FileKind.CALENDAR: _MIB,
}
MOST_PAGES = 50  # each is a call of seconds, and a worker has minutes
_LONGEST_MARK = 1_000  # of an ETag; a longer one is not sent back


class Unread(Exception):
    """The feed could not be read; the text is the code of why."""


@dataclass(frozen=True, slots=True)
class Found:
    """The whole file that is there now, and by what it is known again."""

    data: bytes
    seen: Seen


def fetch(source: FeedSource, known: Seen | None, *, ports: Ports) -> Found | None:
    """What is there now; None when it is what is known.

    Raises:
        Unread: not reached, refused, too large. InvalidRequest: not a file of its kind.
    """
    answered = _asked(source, source.url, _conditions(known), ports=ports)
    if known is not None and answered.status == 304:
        return None
    first = _whole(answered)
    marks = _mark(answered.headers.get("etag")), _mark(answered.headers.get("last-modified"))
    kind = FileKind(source.kind)
    pages = ports.files.read(kind, first, defaults={}).pages if kind is FileKind.HSDS else 1
    if pages > 1:
        first, marks = _joined(source, first, pages, ports=ports), (None, None)
    seen = Seen(hashlib.sha256(first).hexdigest(), *marks)
    if known is not None and known.digest == seen.digest:
        return None
    return Found(first, seen)


def _joined(source: FeedSource, first: bytes, pages: int, *, ports: Ports) -> bytes:
    if pages > MOST_PAGES:
        raise Unread("feed_too_large")
    found, left = [first], _MOST_BYTES[FileKind(source.kind)] - len(first)
    for number in range(2, pages + 1):
        page = _whole(_asked(source, _page(source.url, number), {}, ports=ports))
        found, left = [*found, page], left - len(page)
        if left < 0:
            raise Unread("feed_too_large")
    return ports.files.joined(FileKind(source.kind), found)


def _page(url: str, number: int) -> str:
    parts = urlsplit(url)
    named = parse_qsl(parts.query, keep_blank_values=True)
    asked = [(name, value) for name, value in named if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("page", number)])))


def _conditions(known: Seen | None) -> Mapping[str, str]:
    headers = {}
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _asked(
    source: FeedSource, url: str, conditions: Mapping[str, str], *, ports: Ports
) -> Answered:
    most_bytes = _MOST_BYTES[FileKind(source.kind)]
    headers = {"Accept": "*/*", **conditions}
    try:
        return ports.outgoing.call(Call("GET", url, headers, most_bytes=most_bytes))
    except (Temporary, Permanent) as error:
        raise Unread(str(error)) from error


def _whole(answered: Answered) -> bytes:
    if answered.status in {404, 410}:
        raise Unread("feed_gone")
    if answered.status in {401, 403}:
        raise Unread("feed_closed")
    if 300 <= answered.status < 400:
        raise Unread("feed_moved")
    if answered.status != 200:
        raise Unread("feed_unwell")
    if answered.is_cut:
        raise Unread("feed_too_large")
    return answered.body


def _mark(header: str | None) -> str | None:
    is_fit = header is not None and header.isprintable() and len(header) <= _LONGEST_MARK
    return header if is_fit else None
