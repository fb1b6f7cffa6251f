"""Texts through Amazon SNS: the provider that the emulator knows too.

Nothing is tried twice here: whoever claimed the text decides that. What became of it is told as
`outcomes` says.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

from chalicelib.adapters.sms.outcomes import Refusal, code, handed_over
from chalicelib.domain.ids import MessageId

_OURS_TO_MEND = frozenset({"AuthorizationError", "AuthorizationErrorException"})


class Publisher(Protocol):
    """As much of the boto3 SNS client as sends a text."""

    def publish(self, **request: Any) -> Mapping[str, Any]: ...


class SnsSms:
    """The port `SmsSender` on Amazon SNS; the client is made on first use.

    The client must not try again by itself, and give up well within the lease of a message.
    """

    def __init__(
        self, client_factory: Callable[[], Publisher], *, sender_id: str | None = None
    ) -> None:
        self._make_client = client_factory
        self._sender_id = sender_id

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """SNS took it; its id comes back. `reference` is ours, carried along.

        Raises:
            Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
        """
        return handed_over(
            phone,
            lambda: self._client.publish(
                PhoneNumber=phone, Message=text, MessageAttributes=self._attributes(reference)
            ),
            passes=_passes,
        )

    @cached_property
    def _client(self) -> Publisher:
        return self._make_client()

    def _attributes(self, reference: MessageId) -> Mapping[str, Any]:
        attributes = {"AWS.SNS.SMS.SMSType": "Transactional", "reference": reference}
        if self._sender_id is not None:
            attributes["AWS.SNS.SMS.SenderID"] = self._sender_id
        return {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }


def _passes(refusal: Refusal) -> bool:
    return code(refusal) in _OURS_TO_MEND
