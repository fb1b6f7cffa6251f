"""Mail through Amazon SES, to organisations only. No error carries the address."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chalicelib.domain.errors import Permanent, Temporary

# Refusals that say something is wrong with this one mail or its address, today and tomorrow.
_FINAL = frozenset({"BadRequestException", "InvalidParameterValue", "MessageRejected"})


class Sender(Protocol):
    """As much of the boto3 SESv2 client as sends a mail."""

    def send_email(self, **request: Any) -> Mapping[str, Any]: ...


class SesMailer:
    """The port `Mailer` on Amazon SES; the client is made on first use."""

    def __init__(self, client_factory: Callable[[], Sender], *, sender: str) -> None:
        self._make_client = client_factory
        self._client: Sender | None = None
        self._sender = sender

    def send(self, to: str, *, subject: str, text: str) -> None:
        """SES took the mail.

        Raises:
            Temporary: not taken, may be later. Permanent: refused.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._connected().send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                Content={"Simple": {"Subject": _said(subject), "Body": {"Text": _said(text)}}},
            )
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "unknown"))
            # From None: what SES answers may repeat the address.
            raise (Permanent(code) if code in _FINAL else Temporary(code)) from None
        except BotoCoreError as error:
            raise Temporary(type(error).__name__) from None

    def _connected(self) -> Sender:
        if self._client is None:
            self._client = self._make_client()
        return self._client


def _said(text: str) -> Mapping[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
