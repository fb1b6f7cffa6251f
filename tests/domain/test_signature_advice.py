"""A supplier hears what was wrong with a signature; a forger hears that none fits, and no more."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ids import SecretId
from chalicelib.domain.library_secret import Keyring, LibrarySecret
from chalicelib.domain.signature_advice import SignatureFault, faults_of
from chalicelib.domain.signing import NOBODYS_SECRET, Signed, signed_headers, written_secret
from tests.fakes.making import NOW

SECRET, OLD = b"a secret of thirty-two bytes....", b"the one before it, of last year."
KEYRING = Keyring(
    (
        LibrarySecret(SecretId("sec_new"), SECRET),
        LibrarySecret(SecretId("sec_old"), OLD, expires_at=NOW - timedelta(days=1)),
    )
)
BODY = json.dumps({"type": "intake.confirmed", "place": "Überlingen"}).encode()
SECONDS = int(NOW.timestamp())


def sent(secret: bytes = SECRET, body: bytes = BODY) -> Signed:
    headers = signed_headers("msg_1", body, secret, at=NOW)
    return Signed("msg_1", str(SECONDS), headers["webhook-signature"], body)


def signed_over(content: bytes, key: bytes = SECRET) -> Signed:
    mac = hmac.digest(key, content, hashlib.sha256)
    return replace(sent(), signatures="v1," + base64.b64encode(mac).decode())


def faults(signed: Signed, keyring: Keyring = KEYRING) -> list[str]:
    return [fault.value for fault in faults_of(signed, keyring, at=NOW)]


def test_nothing_is_wrong_with_a_right_signature() -> None:
    assert faults(sent()) == []


def test_everything_wrong_with_the_headers_is_said_at_once() -> None:
    assert faults(Signed("", "", "", BODY)) == ["bad_id", "bad_timestamp", "bad_signature"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (replace(sent(), id="x" * 256), "bad_id"),
        (replace(sent(), timestamp=f"{SECONDS}.5"), "bad_timestamp"),
        (replace(sent(), timestamp=f"{SECONDS}000"), "bad_timestamp"),  # milliseconds
        (replace(sent(), signatures=f"v1,{'ab' * 32}"), "bad_signature"),  # hexadecimal
        (replace(sent(), signatures=sent().signatures.removeprefix("v1,")), "bad_signature"),
        (replace(sent(), signatures=sent().signatures + " " * 4096), "bad_signature"),
        (sent(OLD), "secret_ended"),
        (sent(written_secret(SECRET).encode()), "secret_not_decoded"),
        (sent(base64.b64encode(SECRET)), "secret_not_decoded"),
        (signed_over(BODY), "body_alone"),
        (signed_over(f"{SECONDS}.".encode() + BODY), "body_alone"),
        (replace(sent(), body=json.dumps(json.loads(BODY), indent=2).encode()), "body_rewritten"),
        (replace(sent(body=b"[1,2]"), body=b"[1, 2]"), "body_rewritten"),
        (replace(sent(), body=b"no JSON"), "no_secret_fits"),
        (replace(sent(), id="msg_2"), "no_secret_fits"),
        (sent(b"somebody else's"), "no_secret_fits"),
    ],
)
def test_a_mistake_is_recognised(changed: Signed, fault: str) -> None:
    assert faults(changed) == [fault]


def test_only_who_can_sign_hears_about_our_clock() -> None:
    late = NOW + timedelta(seconds=301)
    assert faults_of(sent(), KEYRING, at=late) == (SignatureFault.TIMESTAMP_OUT_OF_RANGE,)
    forged = sent(b"somebody else's")
    assert faults_of(forged, KEYRING, at=late) == (SignatureFault.NO_SECRET_FITS,)


def test_an_unknown_library_is_answered_as_a_forger_at_a_known_one() -> None:
    for signed in (sent(NOBODYS_SECRET), sent(b"forged"), signed_over(BODY, NOBODYS_SECRET)):
        assert faults(signed, Keyring(())) == faults(signed) == ["no_secret_fits"]


@given(st.text(), st.text(), st.text(), st.binary())
def test_whatever_is_sent_has_an_answer(
    id_: str, timestamp: str, signatures: str, body: bytes
) -> None:
    assert faults(Signed(id_, timestamp, signatures, body))
    assert faults(replace(sent(), id=id_, body=body), Keyring(()))
