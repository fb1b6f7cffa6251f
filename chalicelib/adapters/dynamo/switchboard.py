"""The one switch that silences all texting, in the core table: the port Switchboard."""

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import SwitchItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Transaction


class DynamoSwitchboard:
    """The port Switchboard, over DynamoDB.

    The switch is read before a text is claimed and not in the same transaction: a check that every
    claim made on one item would make them all wait for each other.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def is_silenced(self) -> bool:
        """Whether somebody threw the switch; nobody has where there is none."""
        switch = self._tables.read(SwitchItem, keys.TEXTS_SWITCH, keys.SWITCH)
        return switch is not None and switch.is_silenced

    def silence(self) -> None:
        """From now on no text goes out."""
        self._throw(SwitchItem(keys.TEXTS_SWITCH, keys.SWITCH, is_silenced=True))

    def resume(self) -> None:
        """Texts go out again."""
        self._throw(SwitchItem(keys.TEXTS_SWITCH, keys.SWITCH, is_silenced=False))

    @temporary()
    def _throw(self, switch: SwitchItem) -> None:
        writing = Transaction(self._tables)
        writing.put(switch)
        writing.commit()
