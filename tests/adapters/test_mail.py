"""Mail through Amazon SES: what was taken, what was refused; no error tells the address."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore import exceptions as boto
from botocore.stub import Stubber

from chalicelib.adapters.mail import Sender, SesMailer
from chalicelib.domain.errors import Permanent, Temporary, WegwijsError

TO = "taal@bibliotheek.example"
FROM = "wegwijs@bibliotheek.example"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return boto3.client("sesv2", region_name="eu-west-1")


@pytest.fixture
def ses(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


def test_a_mail_goes_out_as_plain_text_from_our_sender(client: Any, ses: Stubber) -> None:
    request = {
        "FromEmailAddress": FROM,
        "Destination": {"ToAddresses": [TO]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Klopt het nog?", "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "Eén knop", "Charset": "UTF-8"}},
            }
        },
    }
    ses.add_response("send_email", {"MessageId": "ses-1"}, request)
    SesMailer(lambda: client, sender=FROM).send(TO, subject="Klopt het nog?", text="Eén knop")
    ses.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("MessageRejected", Permanent),
        ("BadRequestException", Permanent),
        ("TooManyRequestsException", Temporary),
        ("SendingPausedException", Temporary),
        ("MailFromDomainNotVerifiedException", Temporary),  # ours to mend
        ("AccessDeniedException", Temporary),
    ],
)
def test_a_refusal_says_whether_it_passes_and_never_to_whom(
    client: Any, ses: Stubber, code: str, meaning: type[WegwijsError]
) -> None:
    ses.add_client_error("send_email", code, f"Address {TO} is not verified")
    with pytest.raises(meaning) as raised:
        SesMailer(lambda: client, sender=FROM).send(TO, subject="s", text="t")
    assert str(raised.value) == code
    assert raised.value.__suppress_context__


class Silent:
    """A client whose request never comes back."""

    def send_email(self, **_: Any) -> Any:
        raise boto.ReadTimeoutError(endpoint_url="https://ses.example")


def test_silence_passes() -> None:
    with pytest.raises(Temporary, match="ReadTimeoutError"):
        SesMailer(Silent, sender=FROM).send(TO, subject="s", text="t")


def test_the_client_is_made_once_and_only_when_it_is_needed() -> None:
    made = []

    class Taking:
        def send_email(self, **_: Any) -> Any:
            return {}

    def make() -> Sender:
        made.append(1)
        return Taking()

    mailer = SesMailer(make, sender=FROM)
    assert made == []
    for _ in range(2):
        mailer.send(TO, subject="s", text="t")
    assert made == [1]
