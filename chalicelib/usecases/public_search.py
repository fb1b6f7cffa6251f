"""The public search: the same match for whoever asks, and nothing is stored."""

from dataclasses import replace

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.matching.engine import match, nearest_desk
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Matches
from chalicelib.usecases.finding import living_there_now, placed
from chalicelib.usecases.order import NeedAsked
from chalicelib.usecases.ports import Ports


def search_publicly(asked: NeedAsked, *, ports: Ports) -> tuple[Need, Matches]:
    """What fits whoever lives there.

    Which municipality that is nobody is asked. It is taken for one that the nearest language-house
    desk serves: at a border that may be the neighbour's, and the desk there knows the way.

    Raises:
        InvalidRequest: nobody here knows the postcode.
    """
    need = placed(asked, places=ports.places)
    if need is None:
        raise InvalidRequest([Fault("postcode", "unknown_place")])
    catalogue = ports.snapshots.current()
    desk = nearest_desk(need, catalogue)
    if desk is not None and desk.activity.service_area:
        need = replace(need, residence=min(desk.activity.service_area))
    return need, match(living_there_now(need, ports=ports), catalogue, ports.now())
