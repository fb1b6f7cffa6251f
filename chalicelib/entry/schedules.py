"""Clocks: what the queues lost is found again."""

import logging

from chalice.app import Blueprint, CloudWatchEvent, Cron, Rate

from chalicelib import wiring
from chalicelib.entry.alone import stands_alone
from chalicelib.entry.parsing.need import need_kept
from chalicelib.usecases.by_link import mail_lists
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.counting import count_again, count_due
from chalicelib.usecases.feeds import hand_out
from chalicelib.usecases.freshness import remind_libraries
from chalicelib.usecases.libraries import tend
from chalicelib.usecases.locate import locate_owed
from chalicelib.usecases.notify import sweep_deliveries
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.recount import recount
from chalicelib.usecases.retain import forget_what_is_over
from chalicelib.usecases.sealing import seal_days
from chalicelib.usecases.waiting import sweep_lists

log = logging.getLogger(__name__)
schedules = Blueprint(__name__)


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def sweeps(_: CloudWatchEvent) -> None:
    """Everything owed and due has been looked at."""
    sweep(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def moves_the_waiting_lists(_: CloudWatchEvent) -> None:
    """Whoever is next where a seat is free was asked; all moved on from what stopped."""
    sweep_lists(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def finds_untold_libraries(_: CloudWatchEvent) -> None:
    """What libraries are owed, and the queue lost, is on its way again."""
    sweep_deliveries(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def keeps_the_catalogue_fresh(_: CloudWatchEvent) -> None:
    """A change whose message was lost is published all the same."""
    publish(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def looks_places_up(_: CloudWatchEvent) -> None:
    """Whose place was unknown here, or an area only, has been looked for outside."""
    locate_owed(understand=need_kept, ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def reads_the_feeds(_: CloudWatchEvent) -> None:
    """Every feed that is due has been handed to somebody who looks at it."""
    hand_out(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
@stands_alone
def counts_for_reports(_: CloudWatchEvent) -> None:
    """What happened since the last time is in the counters of reports."""
    count_due(ports=wiring.ports())


# In the night, when little moves; UTC.
@schedules.schedule(Cron(10, 1, "*", "*", "?", "*"))
@stands_alone
def counts_again(_: CloudWatchEvent) -> None:
    """The counters of reports are the sum of what is on record."""
    log.info("counters put right", extra={"mended": count_again(ports=wiring.ports())})


# In the night, after the last change of the day and before anybody looks; UTC.
@schedules.schedule(Cron(30, 2, "*", "*", "?", "*"))
@stands_alone
def tends_the_catalogue(_: CloudWatchEvent) -> None:
    """Every activity has what its library says, also where somebody was cut off half way."""
    log.info("catalogue tended", extra={"lagged": tend(ports=wiring.ports())})


# When the day before is over everywhere; UTC.
@schedules.schedule(Cron(10, 1, "*", "*", "?", "*"))
@stands_alone
def seals_the_audit(_: CloudWatchEvent) -> None:
    """Nothing of the day before can be changed in the audit unseen."""
    log.info("audit sealed", extra={"days": seal_days(ports=wiring.ports())})


# After midnight, when nobody is in the middle of something: twelve times, which is four times what
# a night of the whole country brings; UTC.
@schedules.schedule(Cron("0/5", 2, "*", "*", "?", "*"))
@stands_alone
def forgets_what_is_over(_: CloudWatchEvent) -> None:
    """Whatever was kept as long as it may be is forgotten; how much, by rule."""
    counted = forget_what_is_over(ports=wiring.ports())
    log.info("kept long enough", extra={"forgotten": dict(counted)})


# A twelfth of all activities every five minutes of one hour of the night; UTC.
@schedules.schedule(Cron("0/5", 3, "*", "*", "?", "*"))
@stands_alone
def counts_seats_again(_: CloudWatchEvent) -> None:
    """The counters of this twelfth say how many seats are held."""
    ports = wiring.ports()
    drifted = recount(part=ports.now().minute // 5, of=12, ports=ports)
    log.info("seats counted again", extra={"drifted": drifted})


# Before the week begins for whoever reads it; UTC.
@schedules.schedule(Cron(6, 5, "?", "*", "MON", "*"))
@stands_alone
def mails_the_weekly_lists(_: CloudWatchEvent) -> None:
    """Every library without a system has the link to its list of this week."""
    went = mail_lists(ports=wiring.ports())
    log.info("weekly lists mailed", extra={"sent": went.sent, "failed": went.failed})


# In office hours, when a mail is read the same day; UTC.
@schedules.schedule(Cron(0, 8, "?", "*", "MON-FRI", "*"))
@stands_alone
def asks_libraries_to_confirm(_: CloudWatchEvent) -> None:
    """Whoever has something long unconfirmed has had a mail with one link."""
    went = remind_libraries(ports=wiring.ports())
    counts = {"sent": went.sent, "failed": went.failed, "without_address": went.without_address}
    log.info("libraries reminded", extra=counts)
