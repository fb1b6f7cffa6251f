"""Texts through Amazon SNS.

Nothing is tried twice here: whoever claimed the text decides that. What matters is to say
honestly what became of it. Refused before or by SNS: `Temporary` or `Permanent`. Handed over, and
then silence: `Ambiguous`, because SNS knows no idempotency for texts. No error carries the number.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chalicelib.domain.errors import Ambiguous, Permanent, Temporary, WegwijsError
from chalicelib.domain.ids import MessageId

# A Dutch mobile. 097 numbers (+3197…) are machines.
_DUTCH_MOBILE = re.compile(r"\+316[0-9]{8}")

# Refusals that pass: SNS is busy, or it is our own rights or keys that somebody will mend.
_PASSING = frozenset(
    {
        "AuthorizationError",
        "AuthorizationErrorException",
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "Throttled",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "UnrecognizedClientException",
    }
)
_TOO_MANY, _SERVER_ERRORS, _GATEWAY_TIMEOUT = 429, 500, 504


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
        self._client: Publisher | None = None
        self._sender_id = sender_id

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """SNS took it; its id comes back. `reference` is ours, carried along.

        Raises:
            Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
        """
        if not _DUTCH_MOBILE.fullmatch(phone):
            raise Permanent("not_dutch_mobile")
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        try:
            answer = self._connected().publish(
                PhoneNumber=phone, Message=text, MessageAttributes=self._attributes(reference)
            )
        except ClientError as error:
            raise _refusal(error.response) from error
        except (BotoCoreError, ResponseParserError) as error:
            raise _silence(error) from error
        return str(answer["MessageId"])

    def _connected(self) -> Publisher:
        if self._client is None:
            self._client = self._make_client()
        return self._client

    def _attributes(self, reference: MessageId) -> Mapping[str, Any]:
        attributes = {"AWS.SNS.SMS.SMSType": "Transactional", "reference": reference}
        if self._sender_id is not None:
            attributes["AWS.SNS.SMS.SenderID"] = self._sender_id
        return {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }


def _refusal(response: Mapping[str, Any]) -> WegwijsError:
    """What an answer of SNS means that is not a yes."""
    code = str(response.get("Error", {}).get("Code", "unknown"))
    metadata = response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if status == _GATEWAY_TIMEOUT:
        return Ambiguous(code)
    if code in _PASSING or status == _TOO_MANY or status >= _SERVER_ERRORS:
        headers = metadata.get("HTTPHeaders", {})
        return Temporary(code, retry_after_s=_seconds(headers.get("retry-after", "")))
    return Permanent(code)


def _silence(error: Exception) -> WegwijsError:
    """What it means that no answer came: nothing had left, or nobody knows."""
    from botocore import exceptions as boto
    from botocore.parsers import ResponseParserError

    name = type(error).__name__
    # Reading comes after sending, and so may a connection that closes.
    if isinstance(error, (boto.HTTPClientError, ResponseParserError)):
        return Ambiguous(name)
    if isinstance(error, boto.ParamValidationError):
        return Permanent(name)
    return Temporary(name)  # no connection, no credentials: nothing had left


def _seconds(header: str) -> int | None:
    return int(header) if header.isascii() and header.isdecimal() else None
