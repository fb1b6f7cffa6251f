"""Texts through AWS End User Messaging, against the real model of the service."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from botocore import exceptions as boto
from botocore.stub import Stubber

from chalicelib.adapters.sms.end_user_messaging import EndUserMessagingSms, Voice
from chalicelib.domain.errors import Ambiguous, Permanent, Temporary, WegwijsError
from chalicelib.domain.ids import MessageId
from tests.catalogues import LANGUAGES, entries

PHONE = "+31612345678"
REFERENCE = MessageId("msg_abc")
POOL = "arn:aws:sms-voice:eu-west-1:123456789012:pool/pool-1"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return boto3.client("pinpoint-sms-voice-v2", region_name="eu-west-1")


@pytest.fixture
def service(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


def sender(client: Any, **changes: Any) -> EndUserMessagingSms:
    return EndUserMessagingSms(lambda: client, origination=POOL, **changes)


def expected(text: str) -> dict[str, Any]:
    return {
        "DestinationPhoneNumber": PHONE,
        "OriginationIdentity": POOL,
        "MessageBody": text,
        "MessageType": "TRANSACTIONAL",
        "TimeToLive": 43_200,
        "Context": {"reference": REFERENCE},
    }


def test_a_text_goes_out_with_our_reference_in_its_context(client: Any, service: Stubber) -> None:
    request = {**expected("ሰላም"), "ConfigurationSetName": "wegwijs-prod"}
    service.add_response("send_text_message", {"MessageId": "eum-1"}, request)
    sms = sender(client, configuration_set="wegwijs-prod")
    assert sms.send(PHONE, "ሰላም", reference=REFERENCE) == "eum-1"
    service.assert_no_pending_responses()


def test_every_sentence_of_every_language_is_one_that_the_service_takes(
    client: Any, service: Stubber
) -> None:
    sms = sender(client)
    for language in LANGUAGES:
        for key, entry in entries(language).items():
            if key.startswith("sms.") and entry.forms[0].strip():
                service.add_response(
                    "send_text_message", {"MessageId": key}, expected(entry.forms[0])
                )
                assert sms.send(PHONE, entry.forms[0], reference=REFERENCE) == key
    service.assert_no_pending_responses()


@pytest.mark.parametrize("phone", ["+3197012345678", "+31201234567", "+380501234567", ""])
def test_a_number_that_is_no_dutch_mobile_never_reaches_the_service(phone: str) -> None:
    def unreachable() -> Voice:
        raise AssertionError

    with pytest.raises(Permanent, match=r"^not_dutch_mobile$"):
        EndUserMessagingSms(unreachable, origination=POOL).send(phone, "Hoi", reference=REFERENCE)


@pytest.mark.parametrize(
    ("code", "reason", "status", "meaning", "says"),
    [
        ("ThrottlingException", None, 400, Temporary, "ThrottlingException"),
        ("InternalServerException", None, 500, Temporary, "InternalServerException"),
        ("AccessDeniedException", "ACCOUNT_DISABLED", 403, Temporary, "AccessDeniedException"),
        (
            "ServiceQuotaExceededException",
            "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT",
            402,
            Temporary,
            "ServiceQuotaExceededException",
        ),
        ("ResourceNotFoundException", None, 404, Temporary, "ResourceNotFoundException"),
        # The number is not ready: ours to mend, not hers to miss.
        ("ConflictException", "NUMBER_CAPABILITIES_MISMATCH", 409, Temporary, "ConflictException"),
        (
            "ConflictException",
            "DESTINATION_PHONE_NUMBER_OPTED_OUT",
            409,
            Permanent,
            "DESTINATION_PHONE_NUMBER_OPTED_OUT",
        ),
        ("ValidationException", "INVALID_PARAMETER", 400, Permanent, "INVALID_PARAMETER"),
        ("NewlyInvented", None, 400, Permanent, "NewlyInvented"),
        ("GatewayTimeout", None, 504, Ambiguous, "GatewayTimeout"),
    ],
)
def test_a_refusal_says_whether_trying_again_may_help(
    client: Any,
    service: Stubber,
    code: str,
    reason: str | None,
    status: int,
    meaning: type[WegwijsError],
    says: str,
) -> None:
    service.add_client_error(
        "send_text_message",
        code,
        f"cannot send to {PHONE}",
        http_status_code=status,
        modeled_fields=None if reason is None else {"Reason": reason},
    )
    with pytest.raises(meaning) as refused:
        sender(client).send(PHONE, "Hoi", reference=REFERENCE)
    assert type(refused.value) is meaning
    assert str(refused.value) == says


def test_a_busy_service_may_say_how_long(client: Any, service: Stubber) -> None:
    service.add_client_error(
        "send_text_message",
        "ThrottlingException",
        http_status_code=400,
        response_meta={"HTTPHeaders": {"retry-after": "17"}},
    )
    with pytest.raises(Temporary) as refused:
        sender(client).send(PHONE, "Hoi", reference=REFERENCE)
    assert refused.value.retry_after_s == 17


class Breaking:
    """A service to which the way is broken."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_text_message(self, **_: Any) -> Mapping[str, Any]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (boto.ConnectTimeoutError(endpoint_url="https://sms-voice"), Temporary),
        (boto.ReadTimeoutError(endpoint_url="https://sms-voice"), Ambiguous),
        (boto.ParamValidationError(report=f"bad {PHONE}"), Permanent),
    ],
)
def test_silence_is_told_from_never_having_left(
    error: Exception, meaning: type[WegwijsError]
) -> None:
    with pytest.raises(meaning) as broken:
        sender(Breaking(error)).send(PHONE, "Hoi", reference=REFERENCE)
    assert type(broken.value) is meaning
    assert PHONE not in str(broken.value)
