"""Signed webhooks: the `standardwebhooks` package sends, and whatever is malformed is refused."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chalicelib.domain.signing import (
    TOLERANCE_S,
    InvalidSignature,
    Signed,
    TimestampOutOfRange,
    secret_bytes,
    verify,
    written_secret,
)

SECRET, OLD, OTHERS = b"s" * 32, b"o" * 24, b"x" * 32
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BODY = '{"type": "intake.confirmed", "data": {"code": "4821"}, "naam": "Zoë"}'
BROKEN = "v1,bm90IGEgc2lnbmF0dXJl"  # reads well, and is nobody's


def sent(
    body: str = BODY, *, secret: bytes = SECRET, at: datetime = NOW, id_: str = "msg_1"
) -> Signed:
    """What a library's system sends, signed by the reference implementation."""
    signature = Webhook(written_secret(secret)).sign(id_, at, body)
    return Signed(id_, str(int(at.timestamp())), signature, body.encode())


def test_what_the_reference_signs_is_accepted() -> None:
    verify(sent(), [SECRET], at=NOW)


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_a_clock_may_be_five_minutes_off(seconds: int) -> None:
    verify(sent(at=NOW + timedelta(seconds=seconds)), [SECRET], at=NOW)


@pytest.mark.parametrize("seconds", [-86400, -301, 301, 86400])
def test_a_clock_may_not_be_further_off(seconds: int) -> None:
    with pytest.raises(TimestampOutOfRange):
        verify(sent(at=NOW + timedelta(seconds=seconds)), [SECRET], at=NOW)


def test_who_cannot_sign_learns_nothing_about_our_clock() -> None:
    with pytest.raises(InvalidSignature):
        verify(sent(secret=OTHERS, at=NOW + timedelta(days=1)), [SECRET], at=NOW)


@pytest.mark.parametrize("live", [[SECRET, OLD], [OLD, SECRET]])
@pytest.mark.parametrize("signer", [SECRET, OLD])
def test_during_a_rotation_both_secrets_are_good(live: list[bytes], signer: bytes) -> None:
    verify(sent(secret=signer), live, at=NOW)


@pytest.mark.parametrize(
    "before",
    [BROKEN, "v1,%%%", "v1,", "v1", "v1a,abc", "v2,abc", ",", "garbage", "v1,é", "v1,\x00", ""],
)
def test_a_broken_first_signature_does_not_hide_a_good_second_one(before: str) -> None:
    good = sent()
    verify(replace(good, signatures=f"{before} {good.signatures}"), [OLD, SECRET], at=NOW)


def test_no_more_signatures_are_read_than_a_rotation_needs() -> None:
    good = sent()
    verify(replace(good, signatures=f"{BROKEN} " * 15 + good.signatures), [SECRET], at=NOW)
    with pytest.raises(InvalidSignature):
        verify(replace(good, signatures=f"{BROKEN} " * 16 + good.signatures), [SECRET], at=NOW)


@pytest.mark.parametrize(
    "signatures",
    [
        "",
        " ",
        "v1",
        "v1,",
        ",",
        "v1,%%%",
        "v1,===",
        "v1,YQ",  # no padding
        "v1,YQ==YQ==",
        "v1,\udcff",
        "v1,é",
        "v2," + "A" * 44,
        BROKEN,
        "V1,abc",
        "\n",
    ],
)
def test_a_malformed_signature_is_refused(signatures: str) -> None:
    with pytest.raises(InvalidSignature):
        verify(replace(sent(), signatures=signatures), [SECRET], at=NOW)


def test_a_signature_of_another_scheme_is_skipped_though_its_bytes_are_right() -> None:
    good = sent()
    for scheme in ("v1a", "v2", ""):
        signatures = good.signatures.replace("v1", scheme)
        with pytest.raises(InvalidSignature):
            verify(replace(good, signatures=signatures), [SECRET], at=NOW)


@pytest.mark.parametrize(
    "timestamp",
    ["", "now", "-1", "1.5", "1e9", " 1795424400", "٣", "9" * 12, "9" * 13, "\udcff", "0x1", "+1"],
)
def test_a_malformed_timestamp_is_refused(timestamp: str) -> None:
    signed = Signed("msg_1", timestamp, "v1," + "A" * 44, b"{}")
    with pytest.raises(InvalidSignature):
        verify(signed, [SECRET], at=NOW)


@pytest.mark.parametrize("timestamp", ["", "now", "1.5", "1795424400 ", "9" * 13])
def test_a_malformed_timestamp_is_refused_though_it_is_signed(timestamp: str) -> None:
    mac = hmac.digest(SECRET, f"msg_1.{timestamp}.{{}}".encode(), hashlib.sha256)
    signature = "v1," + base64.b64encode(mac).decode()
    with pytest.raises(InvalidSignature):
        verify(Signed("msg_1", timestamp, signature, b"{}"), [SECRET], at=NOW)


def test_an_absurd_time_that_is_signed_is_out_of_range() -> None:
    mac = hmac.digest(SECRET, b"msg_1.999999999999.{}", hashlib.sha256)
    signature = "v1," + base64.b64encode(mac).decode()
    with pytest.raises(TimestampOutOfRange):
        verify(Signed("msg_1", "9" * 12, signature, b"{}"), [SECRET], at=NOW)


def test_an_id_is_needed() -> None:
    with pytest.raises(InvalidSignature):
        verify(sent(id_=""), [SECRET], at=NOW)


def test_an_unknown_library_is_answered_as_a_wrong_signature() -> None:
    with pytest.raises(InvalidSignature):
        verify(sent(), [], at=NOW)


def test_not_even_the_secret_of_nobody_signs_for_an_unknown_library() -> None:
    with pytest.raises(InvalidSignature):
        verify(sent(secret=b"\x00" * 32), [], at=NOW)


@pytest.mark.parametrize(
    "tampered",
    [
        replace(sent(), id="msg_2"),
        replace(sent(), body=BODY.encode() + b" "),
        replace(sent(), body=b""),
        replace(sent(), timestamp=str(int(NOW.timestamp()) + 1)),
    ],
    ids=["id", "body", "no body", "timestamp"],
)
def test_nothing_that_is_signed_can_be_changed(tampered: Signed) -> None:
    with pytest.raises(InvalidSignature):
        verify(tampered, [SECRET], at=NOW)


def test_a_body_need_not_be_text() -> None:
    with pytest.raises(InvalidSignature):
        verify(Signed("msg_1", sent().timestamp, BROKEN, b"\xff\xfe\x00"), [SECRET], at=NOW)


HEADERS = st.text(st.characters(), max_size=40)


@settings(deadline=None)
@given(HEADERS, HEADERS, HEADERS, st.binary(max_size=50), st.lists(st.binary(), max_size=2))
def test_whatever_is_sent_is_refused_by_one_of_two_errors(
    id_: str, timestamp: str, signatures: str, body: bytes, secrets: Iterable[bytes]
) -> None:
    with pytest.raises((InvalidSignature, TimestampOutOfRange)):
        verify(Signed(id_, timestamp, signatures, body), secrets, at=NOW)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=1, max_size=64))
def test_we_and_the_reference_agree(body: str, secret: bytes) -> None:
    now = datetime.now(UTC)  # the reference looks at the clock itself
    signed = sent(body, secret=secret, at=now)
    assert verify(signed, [b"another", secret], at=now) == secret
    headers = {
        "webhook-id": signed.id,
        "webhook-timestamp": signed.timestamp,
        "webhook-signature": signed.signatures,
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(written_secret(secret + b"!")).verify(body, headers)
    with pytest.raises(InvalidSignature):
        verify(signed, [secret + b"!"], at=now)


def test_a_secret_is_read_as_it_was_handed_out() -> None:
    assert written_secret(b"abc") == "whsec_YWJj"
    assert secret_bytes("whsec_YWJj") == secret_bytes("YWJj") == b"abc"


def test_a_secret_that_is_no_base64_is_noticed() -> None:
    with pytest.raises(ValueError, match="base64"):
        secret_bytes("whsec_%%%")


def test_five_minutes_is_what_the_standard_says() -> None:
    assert TOLERANCE_S == 300


def test_the_two_errors_have_stable_codes() -> None:
    assert InvalidSignature().code == "invalid_signature"
    assert TimestampOutOfRange().code == "timestamp_out_of_range"
