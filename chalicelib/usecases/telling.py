"""Telling that the catalogue changed: speed only, for every minute's schedule finds it as well."""

from chalicelib.domain.errors import Temporary
from chalicelib.usecases.ports import Ports


def tell(*, ports: Ports) -> None:
    """A snapshot will be built soon; when this fails, the next minute's schedule does."""
    try:
        ports.queue.catalogue_changed()
    except Temporary:
        return
