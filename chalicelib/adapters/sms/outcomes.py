"""What became of a text that was handed to a provider, said honestly.

Refused before or by the provider: `Temporary` or `Permanent`. Handed over, and then silence:
`Ambiguous`, because no provider here knows idempotency for texts. No error carries the number.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.errors import Ambiguous, Permanent, Temporary, WegwijsError

# A Dutch mobile. 097 numbers (+3197…) are machines.
_DUTCH_MOBILE = re.compile(r"\+316[0-9]{8}")

# Refusals that pass whoever the provider is: it is busy, or it is our own rights or keys that
# somebody will mend.
_PASSING = frozenset(
    {
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

Refusal = Mapping[str, Any]  # the answer of a provider that is not a yes, as botocore reads it


def handed_over(
    phone: str, hand_over: Callable[[], Mapping[str, Any]], *, passes: Callable[[Refusal], bool]
) -> str:
    """The provider took it; its id comes back. `passes` knows the provider's own refusals.

    Raises:
        Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
    """
    if not _DUTCH_MOBILE.fullmatch(phone):
        raise Permanent("not_dutch_mobile")
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        answer = hand_over()
    except ClientError as error:
        raise _refusal(error.response, passes=passes) from error
    except (BotoCoreError, ResponseParserError) as error:
        raise _silence(error) from error
    return str(answer["MessageId"])


def code(refusal: Refusal) -> str:
    """What the provider calls its refusal."""
    return str(refusal.get("Error", {}).get("Code", "unknown"))


def _refusal(refusal: Refusal, *, passes: Callable[[Refusal], bool]) -> WegwijsError:
    metadata = refusal.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if status == _GATEWAY_TIMEOUT:
        return Ambiguous(code(refusal))
    is_passing = code(refusal) in _PASSING or status == _TOO_MANY or status >= _SERVER_ERRORS
    if is_passing or passes(refusal):
        headers = metadata.get("HTTPHeaders", {})
        return Temporary(code(refusal), retry_after_s=_seconds(headers.get("retry-after", "")))
    return Permanent(str(refusal.get("Reason", code(refusal))))


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
