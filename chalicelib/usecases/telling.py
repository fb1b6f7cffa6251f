"""Telling that the catalogue changed: speed only, for the schedules find it as well."""

from chalicelib.domain.errors import Temporary
from chalicelib.domain.ids import ActivityId
from chalicelib.usecases.ports import Ports


def tell(*, ports: Ports) -> None:
    """A snapshot will be built soon; when this fails, the next minute's schedule does."""
    try:
        ports.queue.catalogue_changed()
    except Temporary:
        return


def tell_who_waits(activity_id: ActivityId, *, ports: Ports) -> None:
    """Whoever is next on its list is asked soon, or, when it stopped, all there move on."""
    try:
        ports.queue.list_moves(activity_id)
    except Temporary:
        return
