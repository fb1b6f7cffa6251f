"""What a library's system is told about its signature, with the words for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.signature_advice import SignatureFault

_WORDS: Mapping[SignatureFault, str] = {
    SignatureFault.BAD_ID: "De header `webhook-id` ontbreekt of is langer dan 255 tekens.",
    SignatureFault.BAD_TIMESTAMP: (
        "De header `webhook-timestamp` ontbreekt of is geen aantal hele seconden sinds 1970."
    ),
    SignatureFault.BAD_SIGNATURE: (
        "In `webhook-signature` staat geen `v1,` met daarachter 32 bytes in base64 "
        "(geen hexadecimalen)."
    ),
    SignatureFault.SECRET_ENDED: "Het geheim waarmee dit is ondertekend, geldt niet meer.",
    SignatureFault.SECRET_NOT_DECODED: (
        "De letters van het geheim zijn als sleutel gebruikt: haal `whsec_` weg en decodeer de "
        "base64."
    ),
    SignatureFault.BODY_ALONE: (
        "Niet alles is ondertekend: het gaat om `webhook-id.webhook-timestamp.body`, met punten."
    ),
    SignatureFault.BODY_REWRITTEN: (
        "Ondertekend is dezelfde JSON, maar anders geschreven: onderteken precies de bytes die u "
        "stuurt."
    ),
    SignatureFault.NO_SECRET_FITS: (
        "Geen geldig geheim van deze bibliotheek past bij deze handtekening."
    ),
    SignatureFault.TIMESTAMP_OUT_OF_RANGE: (
        "De handtekening klopt, maar `webhook-timestamp` scheelt meer dan vijf minuten met onze "
        "klok."
    ),
}


def signature_answer(faults: Iterable[SignatureFault]) -> dict[str, Any]:
    """Whether the message would be let in, and if not, why."""
    found = [{"code": fault, "text": _WORDS[fault]} for fault in faults]
    return {"valid": not found, "faults": found}
