"""Places that were looked up before, in the core table: the port PlaceCache."""

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import PlaceItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.usecases.ports import Clock


class DynamoPlaceCache:
    """The port PlaceCache, over DynamoDB."""

    def __init__(self, tables: Tables, *, now: Clock) -> None:
        self._tables, self._now = tables, now

    @temporary()
    def get(self, query: str) -> Located | None:
        """What is kept; the table drops it some time after its end, so the end is read here."""
        item = self._tables.read(PlaceItem, keys.place(query), keys.PLACE)
        if item is None or item.ttl <= self._now().timestamp():
            return None
        point = Point(float(item.latitude), float(item.longitude))
        return Located(point, Precision(item.precision), float(item.radius_km))

    @temporary()
    def put(self, query: str, located: Located) -> None:
        """Kept from now on; whoever looked it up last is believed."""
        item = PlaceItem(
            keys.place(query),
            keys.PLACE,
            latitude=located.point.latitude,
            longitude=located.point.longitude,
            precision=located.precision,
            radius_km=located.radius_km,
            ttl=int((self._now() + keys.PLACE_IS_REMEMBERED).timestamp()),
        )
        writing = Transaction(self._tables)
        writing.put(item)
        writing.commit()
