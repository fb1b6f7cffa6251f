"""What municipalities chose, in memory."""

from chalicelib.domain.choices import Choices
from chalicelib.domain.ids import OrganisationId


class FakeChoices:
    def __init__(self) -> None:
        self._by_municipality: dict[OrganisationId, Choices] = {}

    def of(self, municipality: OrganisationId) -> Choices:
        return self._by_municipality.get(municipality, Choices())

    def choose(self, municipality: OrganisationId, choices: Choices) -> None:
        self._by_municipality[municipality] = choices
