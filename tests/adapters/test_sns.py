"""Texts through Amazon SNS: what was taken, what was refused, and what nobody knows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError
from botocore.stub import ANY, Stubber
from moto import mock_aws
from moto.backends import get_backend

from chalicelib.adapters.sms.sns import Publisher, SnsSms
from chalicelib.domain.errors import Ambiguous, Permanent, Temporary, WegwijsError
from chalicelib.domain.ids import MessageId
from tests.catalogues import LANGUAGES, entries

PHONE = "+31612345678"
REFERENCE = MessageId("msg_abc")
REGION = "eu-west-1"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return boto3.client("sns", region_name=REGION)


@pytest.fixture
def sns(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


def test_a_text_goes_out_as_transactional_with_our_reference(client: Any, sns: Stubber) -> None:
    said = {
        "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
        "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": "Wegwijs"},
        "reference": {"DataType": "String", "StringValue": REFERENCE},
    }
    request = {"PhoneNumber": PHONE, "Message": "ሰላም", "MessageAttributes": said}
    sns.add_response("publish", {"MessageId": "sns-1"}, request)
    taken = SnsSms(lambda: client, sender_id="Wegwijs").send(PHONE, "ሰላም", reference=REFERENCE)
    assert taken == "sns-1"
    sns.assert_no_pending_responses()


@pytest.mark.parametrize(
    "phone",
    [
        "+31612345678\n",
        "+3161234567",  # a digit short
        "+316123456789",  # a digit long
        "+31201234567",  # Amsterdam, at home
        "+3197012345678",  # a machine
        "+31970123456",
        "+380501234567",  # Ukraine
        "0612345678",  # as on a form
        "+316١٢٣٤٥٦٧٨",  # other digits
        "",
    ],
)
def test_a_number_that_is_no_dutch_mobile_never_reaches_the_provider(phone: str) -> None:
    def unreachable() -> Publisher:
        raise AssertionError

    with pytest.raises(Permanent, match=r"^not_dutch_mobile$"):
        SnsSms(unreachable).send(phone, "Hoi", reference=REFERENCE)


@pytest.mark.parametrize(
    ("code", "status", "meaning"),
    [
        ("Throttling", 400, Temporary),
        ("ThrottledException", 429, Temporary),
        ("Anything", 429, Temporary),
        ("InternalError", 500, Temporary),
        ("ServiceUnavailable", 503, Temporary),
        ("ExpiredToken", 403, Temporary),  # ours to mend, not hers to miss
        ("AuthorizationError", 403, Temporary),
        ("GatewayTimeout", 504, Ambiguous),  # something in between gave up waiting
        ("InvalidParameter", 400, Permanent),
        ("OptedOut", 400, Permanent),
        ("NewlyInvented", 400, Permanent),
    ],
)
def test_a_refusal_says_whether_trying_again_may_help(
    client: Any, sns: Stubber, code: str, status: int, meaning: type[WegwijsError]
) -> None:
    sns.add_client_error("publish", code, f"cannot send to {PHONE}", http_status_code=status)
    with pytest.raises(meaning) as refused:
        SnsSms(lambda: client).send(PHONE, "Hoi", reference=REFERENCE)
    assert type(refused.value) is meaning
    assert str(refused.value) == code  # the code alone: the message names the number


@pytest.mark.parametrize(("header", "seconds"), [("17", 17), ("soon", None), ("", None)])
def test_a_busy_provider_may_say_how_long(
    client: Any, sns: Stubber, header: str, seconds: int | None
) -> None:
    sns.add_client_error(
        "publish",
        "Throttling",
        http_status_code=429,
        response_meta={"HTTPHeaders": {"retry-after": header}},
    )
    with pytest.raises(Temporary) as refused:
        SnsSms(lambda: client).send(PHONE, "Hoi", reference=REFERENCE)
    assert refused.value.retry_after_s == seconds


class Breaking:
    """An SNS to which the way is broken."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def publish(self, **_: Any) -> Mapping[str, Any]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (boto.ConnectTimeoutError(endpoint_url="https://sns"), Temporary),  # nothing had left
        (boto.EndpointConnectionError(endpoint_url="https://sns"), Temporary),  # refused
        (boto.NoCredentialsError(), Temporary),
        (boto.ReadTimeoutError(endpoint_url="https://sns"), Ambiguous),  # sent, then silence
        (boto.ConnectionClosedError(endpoint_url="https://sns"), Ambiguous),
        (ResponseParserError("half an answer"), Ambiguous),
        (boto.ParamValidationError(report="bad"), Permanent),
    ],
)
def test_silence_is_told_from_never_having_left(
    error: Exception, meaning: type[WegwijsError]
) -> None:
    with pytest.raises(meaning) as broken:
        SnsSms(lambda: Breaking(error)).send(PHONE, "Hoi", reference=REFERENCE)
    assert type(broken.value) is meaning


def test_the_client_is_made_once_and_only_when_needed(client: Any, sns: Stubber) -> None:
    made: list[Publisher] = []

    def make() -> Publisher:
        made.append(client)
        return made[-1]

    sms = SnsSms(make)
    assert not made
    for reference in ("msg_1", "msg_2"):
        sns.add_response(
            "publish",
            {"MessageId": reference},
            {"PhoneNumber": PHONE, "Message": "Hoi", "MessageAttributes": ANY},
        )
        sms.send(PHONE, "Hoi", reference=MessageId(reference))
    assert len(made) == 1


def every_text() -> list[str]:
    """Each sentence of each language for newcomers, drafts too."""
    return [
        form
        for language in LANGUAGES
        for key, entry in entries(language).items()
        if key.startswith("sms.")
        for form in entry.forms
    ]


def test_no_letter_of_any_language_is_lost_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    texts = every_text()
    assert len(texts) > 200
    with mock_aws():
        sms = SnsSms(lambda: boto3.client("sns", region_name=REGION))
        sent = {sms.send(PHONE, text, reference=REFERENCE): text for text in texts}
        account = boto3.client("sts", region_name=REGION).get_caller_identity()["Account"]
        arrived = get_backend("sns")[account][REGION].sms_messages
    assert {key: list(map(ord, text)) for key, (_, text) in arrived.items()} == {
        key: list(map(ord, text)) for key, text in sent.items()
    }


def test_an_error_never_carries_the_number() -> None:
    broken = SnsSms(lambda: Breaking(boto.ParamValidationError(report=f"bad {PHONE}")))
    with pytest.raises(Permanent) as refused:
        broken.send(PHONE, "Hoi", reference=REFERENCE)
    assert not re.search(r"\d{6}", str(refused.value))
