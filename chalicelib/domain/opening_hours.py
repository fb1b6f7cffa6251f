"""Opening hours: who may walk in all day long meets in parts of the day, not in one long session.

A session counts as possible for her only when the whole of it fits her free time. A desk that is
open from nine to five would fit nobody; its morning fits whoever is free in the morning.
"""

from collections.abc import Iterator
from itertools import pairwise

from chalicelib.domain.schedule import MINUTES_A_DAY
from chalicelib.domain.vocabulary import ActivityType

# Where one comes and goes within the hours. A course is attended as a whole.
OPEN_TO_WALK_IN = frozenset(
    {ActivityType.LANGUAGE_HOUSE_DESK, ActivityType.IDO, ActivityType.SELF_STUDY}
)
# The parts of the day of the interface: morning until noon, afternoon until six.
_NOON, _SIX = 12 * 60, 18 * 60
_WORTH_THE_TRIP = 30  # minutes; a shorter end of the hours stays with the part beside it


def parts_of_the_day(opens: int, closes: int) -> tuple[tuple[int, int], ...]:
    """The hours from `opens` to `closes` cut at noon and at six, as pairs of minutes.

    Minutes count from midnight; `closes` may lie past 1440, on the next day. Together the parts
    are the whole, in order. No part but an only one is shorter than half an hour.

    Raises:
        ValueError: it closes before it opens, or is open for longer than a day.
    """
    if not 0 <= opens < closes <= opens + MINUTES_A_DAY:
        raise ValueError(f"open from {opens} to {closes}")
    edges = [opens, *_cuts(opens, closes), closes]
    return tuple(pairwise(edges))


def _cuts(opens: int, closes: int) -> Iterator[int]:
    previous = opens
    for cut in (_NOON, _SIX):
        if cut - previous >= _WORTH_THE_TRIP and closes - cut >= _WORTH_THE_TRIP:
            yield cut
            previous = cut
