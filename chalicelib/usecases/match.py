"""Match: which activities fit, without storing anything."""

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Matches
from chalicelib.usecases.finding import living_there_now, placed
from chalicelib.usecases.order import NeedAsked
from chalicelib.usecases.ports import Ports


def match_need(asked: NeedAsked, *, ports: Ports) -> tuple[Need, Matches]:
    """What fits according to the snapshot: an answer to a question, nothing decided on it.

    Raises:
        InvalidRequest: nobody here knows the place.
    """
    need = placed(asked, places=ports.places)
    if need is None:
        raise InvalidRequest([Fault("location", "unknown_place")])
    now_there = living_there_now(need, ports=ports)
    return need, match(now_there, ports.snapshots.current(), ports.now())
