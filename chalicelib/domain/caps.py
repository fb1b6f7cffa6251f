"""How many texts may go out a day: to one number, to a block of numbers, for one organisation.

A text too many costs money, tires whoever gets it, and may be somebody pumping numbers. What is
over a cap is not dropped: its due time moves to the next day.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain.ids import MessageId, OrganisationId
from chalicelib.domain.schedule import AMSTERDAM

ORGANISATION_SHARDS = 8
_ENDS_IN = 2  # digits: a block is the hundred numbers that differ in these only


class Cap(StrEnum):
    """What there can be too many texts to, or of."""

    NUMBER = "number"
    BLOCK = "block"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Caps:
    """The most texts a day, by what they are counted for.

    An organisation is counted in shards, each with its part of the cap: a bucket that all its
    texts wrote would be the hottest item of the table.
    """

    number: int = 12
    block: int = 60
    organisation: int = 8_000


@dataclass(frozen=True, slots=True)
class Rate:
    """One bucket that a text counts in: while fewer than `most` are in it."""

    cap: Cap
    name: str
    most: int


def block_of(phone: str) -> str:
    """The numbers that this one was probably handed out with."""
    return phone[:-_ENDS_IN]


def rates(
    caps: Caps,
    *,
    organisation: OrganisationId,
    number: str,
    block: str,
    message_id: MessageId,
    at: datetime,
) -> tuple[Rate, ...]:
    """The buckets that this text counts in at this moment; `number` and `block` are no numbers.

    Both are names that tell nobody the number. The day is that of Amsterdam.
    """
    day = at.astimezone(AMSTERDAM).date()
    # Another shard when it is tried again, so that one full shard does not hold it up for good.
    shard = zlib.crc32(f"{message_id}/{at:%H}".encode()) % ORGANISATION_SHARDS
    share = max(1, caps.organisation // ORGANISATION_SHARDS)
    return (
        Rate(Cap.NUMBER, f"number#{number}#{day}", caps.number),
        Rate(Cap.BLOCK, f"block#{block}#{day}", caps.block),
        Rate(Cap.ORGANISATION, f"organisation#{organisation}#{day}#{shard}", share),
    )


def next_day(at: datetime) -> datetime:
    """The first moment of the next day in Amsterdam, when every bucket is empty again."""
    tomorrow = at.astimezone(AMSTERDAM).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=AMSTERDAM)
