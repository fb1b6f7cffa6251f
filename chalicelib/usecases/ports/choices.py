"""What municipalities chose for themselves."""

from typing import Protocol

from chalicelib.domain.choices import Choices
from chalicelib.domain.ids import OrganisationId


class MunicipalityChoices(Protocol):
    """The choices of each municipality."""

    def of(self, municipality: OrganisationId) -> Choices:
        """What it chose, read consistently; what stands by itself where it never did."""

    def choose(self, municipality: OrganisationId, choices: Choices) -> None:
        """This is what it chose."""
