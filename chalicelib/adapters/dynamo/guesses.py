"""How often an address asked for a link that is not there, in the core table: the port Guesses."""

from datetime import datetime

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import GuessesItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.guessing import MOST, forgotten_at, window
from chalicelib.usecases.ports import Clock


class DynamoGuesses:
    """One item a window and address, written only when something was not there."""

    def __init__(self, tables: Tables, *, now: Clock) -> None:
        self._tables, self._now = tables, now

    @temporary()
    def count(self, name: str) -> None:
        """One more; see the port."""
        now = self._now()
        counter = _counter(name, now)
        writing = Transaction(self._tables)
        writing.update(
            counter,
            [
                GuessesItem.guesses.add(1),
                GuessesItem.ttl.set(int(forgotten_at(now).timestamp())),
                GuessesItem.schema.set(counter.schema),
            ],
        )
        writing.commit()

    @temporary()
    def are_too_many(self, name: str) -> bool:
        """As the window of this moment says; see the port."""
        place = keys.guesses(name, window(self._now()))
        counter = self._tables.read(GuessesItem, place, keys.GUESSES)
        return counter is not None and counter.guesses >= MOST


def _counter(name: str, now: datetime) -> GuessesItem:
    return GuessesItem(keys.guesses(name, window(now)), keys.GUESSES)
