"""What municipalities chose for themselves, in the core table."""

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import ChoicesItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.choices import Choices
from chalicelib.domain.ids import OrganisationId


class DynamoChoices:
    """The port MunicipalityChoices, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def of(self, municipality: OrganisationId) -> Choices:
        """What it chose; see the port."""
        item = self._tables.read(ChoicesItem, keys.choices(municipality), keys.CHOICES)
        return Choices() if item is None else codec.thing(Choices, item.attribute_values)

    @temporary()
    def choose(self, municipality: OrganisationId, choices: Choices) -> None:
        """This is what it chose; see the port."""
        to = Transaction(self._tables)
        to.write(ChoicesItem(keys.choices(municipality), keys.CHOICES, **codec.attributes(choices)))
        to.commit()
