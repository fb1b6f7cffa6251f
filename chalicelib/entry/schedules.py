"""Clocks: what the queues lost is found again."""

from chalice.app import Blueprint, CloudWatchEvent, Rate

from chalicelib import wiring
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.deliver import sweep

schedules = Blueprint(__name__)


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
def sweeps(_: CloudWatchEvent) -> None:
    """Everything owed and due has been looked at."""
    sweep(ports=wiring.ports())


@schedules.schedule(Rate(1, unit=Rate.MINUTES))
def keeps_the_catalogue_fresh(_: CloudWatchEvent) -> None:
    """A change whose message was lost is published all the same."""
    publish(ports=wiring.ports())
