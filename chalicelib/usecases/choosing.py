"""Choosing: what a municipality decides for itself."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.choices import Choices
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import OrganisationId
from chalicelib.usecases.ports import Ports


def choices_of(code: str, *, caller: Caller, ports: Ports) -> Choices:
    """What this municipality chose.

    Raises:
        NotFound: not the caller's own municipality.
    """
    return ports.choices.of(_own(code, caller))


def choose(code: str, choices: Choices, *, caller: Caller, ports: Ports) -> Choices:
    """From now on this is what it chose.

    Raises:
        NotFound: not the caller's own municipality.
    """
    ports.choices.choose(_own(code, caller), choices)
    return choices


def _own(code: str, caller: Caller) -> OrganisationId:
    if code != caller.municipality:
        raise NotFound(code)
    return caller.organisation
