"""Standard Webhooks 1.0 signatures, checked strictly.

Own code where the reference library fails us: it crashes on malformed signatures, on base64 that is
none, and on bodies that are not UTF-8. In the tests it is the sender and the oracle.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import WegwijsError

TOLERANCE_S = 300
PREFIX = "whsec_"
_SCHEME = "v1"
_MAX_SIGNATURES = 16  # during a rotation there are two
NOBODYS_SECRET = b"\x00" * 32  # an unknown library takes as long as a known one


class InvalidSignature(WegwijsError):
    """No signature of a live secret fits; never says which part was wrong."""

    code = "invalid_signature"


class TimestampOutOfRange(WegwijsError):
    """Signed more than five minutes ago, or ahead."""

    code = "timestamp_out_of_range"


@dataclass(frozen=True, slots=True)
class Signed:
    """A webhook as it came in: three headers and the very bytes of the body."""

    id: str
    timestamp: str
    signatures: str
    body: bytes


def verify(signed: Signed, secrets: Iterable[bytes], *, at: datetime) -> bytes:
    """Which of these secrets signed it, within five minutes of `at`.

    The signature is checked first: whoever cannot sign learns nothing about our clock.

    Raises:
        InvalidSignature, TimestampOutOfRange.
    """
    live = tuple(secrets)
    given = tuple(readable_signatures(signed.signatures))
    expected = [mac_of(secret, signed) for secret in live or (NOBODYS_SECRET,)]
    # Every pair is compared, so that the time taken tells nothing.
    fits = [sum(hmac.compare_digest(mac, mine) for mac in given) > 0 for mine in expected]
    seconds = seconds_of(signed.timestamp)
    if not signed.id or seconds is None or not live or not any(fits):
        raise InvalidSignature
    if abs(at.timestamp() - seconds) > TOLERANCE_S:
        raise TimestampOutOfRange
    return live[fits.index(True)]


def signed_headers(message_id: str, body: bytes, secret: bytes, *, at: datetime) -> dict[str, str]:
    """The three headers with which we send this body, signed."""
    timestamp = str(int(at.timestamp()))
    mac = mac_of(secret, Signed(message_id, timestamp, "", body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"{_SCHEME},{base64.b64encode(mac).decode()}",
    }


def secret_bytes(written: str) -> bytes:
    """The bytes of a secret as it is handed out (`whsec_…`)."""
    return base64.b64decode(written.removeprefix(PREFIX), validate=True)


def written_secret(secret: bytes) -> str:
    """A secret as it is handed out."""
    return PREFIX + base64.b64encode(secret).decode()


def mac_of(secret: bytes, signed: Signed) -> bytes:
    """The signature that this secret gives, as bytes."""
    head = f"{signed.id}.{signed.timestamp}.".encode("utf-8", "surrogatepass")
    return hmac.digest(secret, head + signed.body, hashlib.sha256)


def readable_signatures(header: str) -> Iterable[bytes]:
    """The signatures that can be read; malformed entries and other schemes are skipped."""
    for entry in header.split(" ")[:_MAX_SIGNATURES]:
        scheme, comma, encoded = entry.partition(",")
        if scheme != _SCHEME or not comma:
            continue
        try:
            yield base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue


def seconds_of(written: str) -> int | None:
    """The timestamp as a number; None when it is none."""
    if not (written.isascii() and written.isdigit()) or len(written) > 12:
        return None
    return int(written)
