"""Texts through AWS End User Messaging SMS (`pinpoint-sms-voice-v2`): the two-way provider.

Its configuration set puts what becomes of a text on our topic, and its two-way number what comes
back. Nothing is tried twice here: whoever claimed the text decides that. What became of it is told
as `outcomes` says.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

from chalicelib.adapters.sms.outcomes import Refusal, code, handed_over
from chalicelib.domain.ids import MessageId

# A number, a pool or a set that is not there (yet), and a quota of the account: ours to mend.
_OURS_TO_MEND = frozenset({"ResourceNotFoundException", "ServiceQuotaExceededException"})
# A conflict is ours to mend as well, unless it is about her number.
_CONFLICT, _ABOUT_HER_NUMBER = "ConflictException", "DESTINATION_"
# What is not delivered by then tells nothing any more: reminders come a day before.
_WORTH_DELIVERING_S = 12 * 60 * 60


class Voice(Protocol):
    """As much of the boto3 client as sends a text."""

    def send_text_message(self, **request: Any) -> Mapping[str, Any]: ...


class EndUserMessagingSms:
    """The port `SmsSender` on AWS End User Messaging; the client is made on first use.

    `origination` is the number, pool or sender texts come from; `configuration_set` is the one
    whose events reach our topic, the account's own where None. The client must not try again by
    itself, and give up well within the lease of a message.
    """

    def __init__(
        self,
        client_factory: Callable[[], Voice],
        *,
        origination: str,
        configuration_set: str | None = None,
    ) -> None:
        self._make_client = client_factory
        self._route = {"OriginationIdentity": origination}
        if configuration_set is not None:
            self._route["ConfigurationSetName"] = configuration_set

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """The service took it; its id comes back. `reference` is ours, carried in the context.

        Raises:
            Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
        """
        return handed_over(
            phone,
            lambda: self._client.send_text_message(
                DestinationPhoneNumber=phone,
                MessageBody=text,
                MessageType="TRANSACTIONAL",
                TimeToLive=_WORTH_DELIVERING_S,
                Context={"reference": reference},
                **self._route,
            ),
            passes=_passes,
        )

    @cached_property
    def _client(self) -> Voice:
        return self._make_client()


def _passes(refusal: Refusal) -> bool:
    is_about_her = str(refusal.get("Reason", "")).startswith(_ABOUT_HER_NUMBER)
    is_ours = code(refusal) in _OURS_TO_MEND
    return is_ours or (code(refusal) == _CONFLICT and not is_about_her)
