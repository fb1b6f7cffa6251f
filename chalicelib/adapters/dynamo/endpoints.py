"""The endpoints of libraries, in the core table; our secret for each is wrapped."""

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.deliveries import delivery_item
from chalicelib.adapters.dynamo.items import EndpointItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.adapters.dynamo.wrapping import SecretOwner, unwrapped, wrapped
from chalicelib.domain.delivery import Delivery
from chalicelib.domain.endpoint import Endpoint
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import LibraryId, OrganisationId
from chalicelib.usecases.ports import KeyWrapper


class DynamoEndpoints:
    """The port Endpoints, over DynamoDB."""

    def __init__(self, tables: Tables, wrapper: KeyWrapper) -> None:
        self._tables, self._wrapper = tables, wrapper

    @temporary()
    def get(self, library: LibraryId) -> Endpoint | None:
        item = self._tables.read(EndpointItem, keys.library(library), keys.ENDPOINT)
        if item is None:
            return None
        secret = unwrapped(self._wrapper, item.wrapped_secret, _owner(library))
        return codec.thing(Endpoint, {**item.attribute_values, "secret": secret})

    @temporary()
    def save(self, endpoint: Endpoint, *, owing: Delivery | None = None) -> None:
        values = codec.attributes(endpoint, without=("secret", "version"))
        item = EndpointItem(
            keys.library(endpoint.library),
            keys.ENDPOINT,
            wrapped_secret=wrapped(self._wrapper, endpoint.secret, _owner(endpoint.library)),
            version=endpoint.version + 1,
            **values,
        )
        as_read = (
            EndpointItem.version == endpoint.version
            if endpoint.version
            else EndpointItem.PK.does_not_exist()
        )
        to = Transaction(self._tables)
        to.write(item, Guard(as_read, StaleVersion(endpoint.library)))
        if owing is not None:
            to.put(delivery_item(owing))
        to.commit()

    @temporary()
    def remove(self, library: LibraryId) -> None:
        to = Transaction(self._tables)
        to.delete(EndpointItem(keys.library(library), keys.ENDPOINT))
        to.commit()


def _owner(library: LibraryId) -> SecretOwner:
    return SecretOwner(OrganisationId(library), "endpoint")
