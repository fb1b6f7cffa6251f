"""Outside production: no text goes to anybody who is not there to test it."""

from collections.abc import Collection

from chalicelib.domain.errors import Permanent
from chalicelib.domain.ids import MessageId
from chalicelib.usecases.ports import SmsSender


class OnlyTestNumbers:
    """The port SmsSender, before another one: it hands on what is for a number on the list."""

    def __init__(self, sender: SmsSender, numbers: Collection[str]) -> None:
        self._sender, self._numbers = sender, frozenset(numbers)

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """Sent as the other sender does; refused for any other number."""
        if phone not in self._numbers:
            raise Permanent("not_a_test_number")
        return self._sender.send(phone, text, reference=reference)
