"""One frozen Settings; says all that is missing at once."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

PREFIX = "WEGWIJS_"
PRODUCTION = "production"
END_USER_MESSAGING = "end_user_messaging"


class Misconfigured(Exception):
    """The environment cannot be worked with; every fault is named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is, and which rules are in force. Secrets do not show in `repr`."""

    stage: str
    core_table: str
    people_table: str
    keys_table: str
    audit_table: str
    snapshot_bucket: str
    messages_queue_url: str
    catalogue_queue_url: str
    imports_queue_url: str
    waiting_queue_url: str
    deliveries_queue_url: str
    kms_key_id: str
    jwks: Mapping[str, Any]
    issuer: str
    audience: str
    public_url: str
    derivation_key: bytes = field(repr=False)
    library_secret_seed: bytes = field(repr=False)
    sms_window: bool = True  # production's rule unless it is switched off, aloud
    sms_caps: bool = True  # the same
    sms_provider: str = "sns"  # or end_user_messaging, which needs an origination
    sms_origination: str | None = None  # the number, pool or sender that texts come from
    sms_configuration_set: str | None = None  # whose events reach our topic
    sms_segment_price: float = 0.10  # euros, as the provider's contract says
    sms_test_numbers: frozenset[str] = frozenset()  # outside production nobody else gets a text
    drafts: bool = False
    geocoder: str = "off"  # or pdok: places unknown here are looked up there, after the answer
    geocoder_url: str | None = None  # another address of the same service, https or this machine
    mail_sender: str | None = None  # a verified address; without it libraries get no mail
    oidc_issuer: str | None = None  # where people sign in to the pages; nobody can without it
    oidc_client_id: str = "wegwijs"
    oidc_client_secret: str | None = field(default=None, repr=False)  # PKCE alone, without it
    security_contact: str = "mailto:security@wegwijs.example"  # who is told of a hole
    aws_endpoint: str | None = None  # set for the emulator only
    outgoing_here: bool = False  # libraries' addresses may be on this machine; emulator only
    region: str = "eu-west-1"

    @property
    def texts_anybody(self) -> bool:
        """Whether a text may go to any number: in production, and where an emulator takes it."""
        return self.stage == PRODUCTION or self.aws_endpoint is not None


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings this environment describes.

    Raises:
        Misconfigured: naming all that is missing or cannot be read.
    """
    values: dict[str, Any] = {}
    faults = []
    for setting in fields(Settings):
        name = PREFIX + setting.name.upper()
        written = environment.get(name, "")
        if not written:
            if setting.name not in _OPTIONAL:
                faults.append(f"{name} is missing")
            continue
        try:
            values[setting.name] = _READ.get(setting.name, str)(written)
        except (ValueError, binascii.Error) as error:
            faults.append(f"{name}: {error}")
    if values.get("outgoing_here") and not values.get("aws_endpoint"):
        faults.append(f"{PREFIX}OUTGOING_HERE: only beside an emulator")
    if values.get("sms_provider") == END_USER_MESSAGING and "sms_origination" not in values:
        faults.append(f"{PREFIX}SMS_ORIGINATION is missing")
    if faults:
        raise Misconfigured("; ".join(faults))
    return Settings(**values)


def unknown_names(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names that look like settings of ours and are none: misspelt, or of another release."""
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)} | _READ_ELSEWHERE
    return tuple(sorted(n for n in environment if n.startswith(PREFIX) and n not in known))


def _key(written: str) -> bytes:
    key = base64.b64decode(written, validate=True)
    if len(key) < 32:
        raise ValueError("shorter than 32 bytes")
    return key


def _switch(written: str) -> bool:
    if written not in {"on", "off"}:
        raise ValueError("neither on nor off")
    return written == "on"


def _price(written: str) -> float:
    price = float(written)
    if not 0 <= price < 10:
        raise ValueError("no price of a segment in euros")
    return price


def _provider(written: str) -> str:
    if written not in {"sns", END_USER_MESSAGING}:
        raise ValueError(f"neither sns nor {END_USER_MESSAGING}")
    return written


def _geocoder(written: str) -> str:
    if written not in {"off", "pdok"}:
        raise ValueError("neither off nor pdok")
    return written


def _numbers(written: str) -> frozenset[str]:
    numbers = frozenset(part.strip() for part in written.split(","))
    if not all(re.fullmatch(r"\+316\d{8}", number) for number in numbers):
        raise ValueError("no Dutch mobile numbers, as +31612345678,+31687654321")
    return numbers


def _contact(written: str) -> str:
    if not re.fullmatch(r"(mailto:|tel:|https://)[!-~]+", written):
        raise ValueError("neither mailto:, tel: nor https://")
    return written


def _address(written: str) -> str:
    if not written.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise ValueError("neither https nor on this machine")
    return written


_OPTIONAL = frozenset(
    {
        "aws_endpoint",
        "drafts",
        "geocoder",
        "geocoder_url",
        "mail_sender",
        "outgoing_here",
        "oidc_client_id",
        "oidc_client_secret",
        "oidc_issuer",
        "region",
        "security_contact",
        "sms_caps",
        "sms_configuration_set",
        "sms_origination",
        "sms_provider",
        "sms_segment_price",
        "sms_test_numbers",
        "sms_window",
    }
)
_READ_ELSEWHERE = frozenset(
    PREFIX + name
    for name in (
        "INBOUND_QUEUE_URL",  # whoever hands a text in by hand
        "LOCAL_TICK_S",  # the local stack, as the two below
        "URL",
        "TOKEN",
    )
)
_READ: Mapping[str, Callable[[str], Any]] = {
    "derivation_key": _key,
    "library_secret_seed": _key,
    "sms_window": _switch,
    "sms_caps": _switch,
    "sms_provider": _provider,
    "sms_test_numbers": _numbers,
    "drafts": _switch,
    "sms_segment_price": _price,
    "outgoing_here": _switch,
    "jwks": json.loads,
    "geocoder": _geocoder,
    "geocoder_url": _address,
    "oidc_issuer": _address,
    "security_contact": _contact,
}
