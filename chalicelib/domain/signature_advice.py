"""What is wrong with a signature, told to whoever made it, and never what would be right.

What is told follows from what was sent, or from a signature that only a holder of the secret can
have made: a mistake of a colleague is recognised by making it as well. A forger hears one thing.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.library_secret import Keyring
from chalicelib.domain.signing import (
    NOBODYS_SECRET,
    InvalidSignature,
    Signed,
    TimestampOutOfRange,
    mac_of,
    readable_signatures,
    seconds_of,
    verify,
    written_secret,
)

LONGEST_ID, LONGEST_SIGNATURES = 255, 4096


class SignatureFault(StrEnum):
    """What a sender does wrong; the words for it are the door's."""

    BAD_ID = "bad_id"  # webhook-id is missing or too long
    BAD_TIMESTAMP = "bad_timestamp"  # webhook-timestamp is no whole number of seconds
    BAD_SIGNATURE = "bad_signature"  # webhook-signature has no entry that could be one of ours
    SECRET_ENDED = "secret_ended"  # noqa: S105 - it fits one that a newer took the place of
    SECRET_NOT_DECODED = "secret_not_decoded"  # noqa: S105 - its letters are the key, not its bytes
    BODY_ALONE = "body_alone"  # the id or the timestamp was not signed with it
    BODY_REWRITTEN = "body_rewritten"  # what was signed is the same JSON, written otherwise
    NO_SECRET_FITS = "no_secret_fits"  # noqa: S105
    TIMESTAMP_OUT_OF_RANGE = "timestamp_out_of_range"


def faults_of(signed: Signed, keyring: Keyring, *, at: datetime) -> tuple[SignatureFault, ...]:
    """All that is wrong with this message; nothing when it would be let in."""
    return tuple(_in_headers(signed)) or _in_signature(signed, keyring, at=at)


def _in_headers(signed: Signed) -> Iterator[SignatureFault]:
    if not 1 <= len(signed.id) <= LONGEST_ID:
        yield SignatureFault.BAD_ID
    if seconds_of(signed.timestamp) is None:
        yield SignatureFault.BAD_TIMESTAMP
    lengths = {len(given) for given in readable_signatures(signed.signatures)}
    if hashlib.sha256().digest_size not in lengths or len(signed.signatures) > LONGEST_SIGNATURES:
        yield SignatureFault.BAD_SIGNATURE


def _in_signature(signed: Signed, keyring: Keyring, *, at: datetime) -> tuple[SignatureFault, ...]:
    try:
        verify(signed, (each.secret for each in keyring.live(at)), at=at)
    except TimestampOutOfRange:
        return (SignatureFault.TIMESTAMP_OUT_OF_RANGE,)
    except InvalidSignature:
        return (_likely_mistake(signed, keyring, at=at),)
    return ()


def _likely_mistake(signed: Signed, keyring: Keyring, *, at: datetime) -> SignatureFault:
    """The mistake that, made as well, gives the signature that was sent."""
    live = [each.secret for each in keyring.live(at)]
    ended = [each.secret for each in keyring.secrets if each.secret not in live]
    # All are tried whichever fits, so that the time taken tells little.
    fitting = [
        fault
        for fault, signs in _MISTAKES.items()
        for secret in live or (NOBODYS_SECRET,)
        if _fits(signed, signs(secret, signed)) and live
    ]
    if any(_fits(signed, [mac_of(secret, signed)]) for secret in ended):
        return SignatureFault.SECRET_ENDED
    return next(iter(fitting), SignatureFault.NO_SECRET_FITS)


def _fits(signed: Signed, macs: Iterable[bytes]) -> bool:
    given = tuple(readable_signatures(signed.signatures))
    return sum(hmac.compare_digest(mac, one) for mac in macs for one in given) > 0


def _with_letters_as_key(secret: bytes, signed: Signed) -> Iterator[bytes]:
    written = written_secret(secret)
    yield mac_of(written.encode(), signed)
    yield mac_of(written.partition("_")[2].encode(), signed)


def _over_the_body(secret: bytes, signed: Signed) -> Iterator[bytes]:
    for head in (b"", f"{signed.timestamp}.".encode(), f"{signed.id}.".encode("utf-8", "replace")):
        yield hmac.digest(secret, head + signed.body, hashlib.sha256)


def _over_the_same_rewritten(secret: bytes, signed: Signed) -> Iterator[bytes]:
    try:
        said = json.loads(signed.body)
    except (ValueError, RecursionError):
        return
    for separators in ((",", ":"), (", ", ": ")):
        for is_ascii in (True, False):
            text = json.dumps(said, separators=separators, ensure_ascii=is_ascii)
            body = text.encode("utf-8", "surrogatepass")
            yield mac_of(secret, replace(signed, body=body))


_MISTAKES: Mapping[SignatureFault, Callable[[bytes, Signed], Iterator[bytes]]] = {
    SignatureFault.SECRET_NOT_DECODED: _with_letters_as_key,
    SignatureFault.BODY_ALONE: _over_the_body,
    SignatureFault.BODY_REWRITTEN: _over_the_same_rewritten,
}
