"""Freshness: a library says "alles klopt nog", in one call or by one link in a mail.

After 90 days without a word an activity is shown with "bel eerst", after 180 it leaves the
matches. So on the 75th day a mail asks, and asks again every fortnight for as long as it matters.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.errors import Forbidden, NotFound, Permanent, Temporary
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.holding import activities_of
from chalicelib.usecases.ports import Mailer, Ports
from chalicelib.usecases.telling import tell

REMIND_AFTER_DAYS = 75  # a fortnight before matches begin to say "bel eerst"
REMIND_AGAIN_AFTER_DAYS = 14
LINK_LIVES_DAYS = 30
_LANGUAGE = "nl"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How a night of reminding went, in libraries."""

    sent: int = 0
    failed: int = 0
    without_address: int = 0


def confirm_activities(named: Sequence[ActivityId] | None, *, caller: Caller, ports: Ports) -> int:
    """These activities of the caller's library, None for all, are confirmed today; how many.

    What is inactive is passed over.

    Raises:
        NotFound: one of them is unknown or another library's; nothing was confirmed.
    """
    if caller.library is None:
        raise Forbidden(caller.role)
    if named is None:
        return _confirm(_living(caller.library, ports=ports), ports=ports)
    found = ports.activities.get_many(named)
    for activity_id in named:
        if activity_id not in found or found[activity_id].library != caller.library:
            raise NotFound(activity_id)
    return _confirm(found.values(), ports=ports)


def behind_link(token: str, *, ports: Ports) -> tuple[Library, Sequence[Activity]]:
    """Whose link it is, and all that it would confirm; nothing is confirmed by looking.

    Raises:
        NotFound: not a link of ours, changed, or past its time.
    """
    isil = ports.derivation.library_of_link(token, on=_today(ports))
    return ports.libraries.get(isil), tuple(_living(isil, ports=ports))


def confirm_by_link(token: str, *, ports: Ports) -> int:
    """All activities of the library behind the link are confirmed today; how many.

    Raises:
        NotFound: not a link of ours, changed, or past its time.
    """
    _, activities = behind_link(token, ports=ports)
    return _confirm(activities, ports=ports)


def remind_libraries(*, ports: Ports) -> Reminded:
    """Every library with something long unconfirmed has had a mail about it this fortnight."""
    if ports.mailer is None:
        return Reminded()
    before = _today(ports) - timedelta(days=REMIND_AFTER_DAYS)
    overdue = Counter(
        activity.library
        for activity in ports.activities.all_active()
        if activity.last_confirmed_on <= before
    )
    went = Counter(
        _remind(ports.libraries.get(isil), count, ports.mailer, ports=ports)
        for isil, count in sorted(overdue.items())
    )
    return Reminded(went["sent"], went["failed"], went["without_address"])


def _remind(library: Library, overdue: int, mailer: Mailer, *, ports: Ports) -> str:
    """How it went. Claimed before it is sent, so that two at once do not both send."""
    address, today = library.contact.email, _today(ports)
    if address is None:
        return "without_address"
    not_since = today - timedelta(days=REMIND_AGAIN_AFTER_DAYS - 1)
    if not ports.libraries.claim_reminder(library.isil, on=today, not_since=not_since):
        return "claimed"
    subject, text = _mail(library, overdue, today, ports=ports)
    try:
        mailer.send(address, subject=subject, text=text)
    except Temporary:
        ports.libraries.give_back_reminder(library.isil, on=today)
        return "failed"
    except Permanent:
        return "failed"  # asked again in a fortnight; until then somebody may mend the address
    return "sent"


def _mail(library: Library, overdue: int, today: date, *, ports: Ports) -> tuple[str, str]:
    last_day = today + timedelta(days=LINK_LIVES_DAYS)
    token = ports.derivation.library_link(library.isil, last_day=last_day)
    values = {
        "library": library.name,
        "count": overdue,
        "after_days": REMIND_AFTER_DAYS,
        "link": f"{ports.public_url}/klopt/{token}",
        "until": f"{last_day:%d-%m-%Y}",
    }
    subject = ports.words.say(_LANGUAGE, "mail.confirm.subject", values)
    return subject, ports.words.say(_LANGUAGE, "mail.confirm.body", values)


def _living(library: LibraryId, *, ports: Ports) -> Iterator[Activity]:
    """The activities of a library that may be suggested, now or after a pause."""
    everything = activities_of(library, ports=ports)
    return (a for a in everything if a.status is not ActivityStatus.INACTIVE)


def _confirm(activities: Iterable[Activity], *, ports: Ports) -> int:
    living = [a.id for a in activities if a.status is not ActivityStatus.INACTIVE]
    ports.activities.confirm(living, on=_today(ports))
    tell(ports=ports)
    return len(living)


def _today(ports: Ports) -> date:
    return ports.now().astimezone(AMSTERDAM).date()
