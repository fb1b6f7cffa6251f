"""Programmes: what the national library keeps for all libraries."""

from dataclasses import replace

from chalicelib.domain.errors import NotFound, PreconditionFailed
from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.programme import Programme
from chalicelib.usecases.ports import Page, Ports


def list_programmes(*, page_size: int, cursor: str | None, ports: Ports) -> Page[Programme]:
    """Some programmes, by id."""
    return ports.programmes.page(page_size=page_size, cursor=cursor)


def read_programme(programme_id: ProgrammeId, *, ports: Ports) -> Programme:
    """The programme, whether it still runs or not."""
    return ports.programmes.get(programme_id)


def stands(programme_id: ProgrammeId, *, ports: Ports) -> bool:
    """Whether there is such a programme already."""
    try:
        ports.programmes.get(programme_id)
    except NotFound:
        return False
    return True


def keep_programme(programme: Programme, *, expected_version: int, ports: Ports) -> Programme:
    """The programme stands as given; `expected_version` 0 makes a new one.

    Raises:
        PreconditionFailed: somebody else wrote first, or it stands already.
    """
    if expected_version < 0:
        raise PreconditionFailed(programme.id)
    given = replace(programme, version=expected_version)
    return ports.programmes.put(given, expected_version=expected_version)
