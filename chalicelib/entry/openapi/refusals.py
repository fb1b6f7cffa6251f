"""How the API says no: for every status one answer, with the codes that this operation knows."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.entry.openapi.schemas import PREFIX
from chalicelib.entry.problems import STATUS

_WORDS: Mapping[int, str] = {
    400: "Wat is gestuurd klopt niet; alle fouten staan er tegelijk in.",
    401: "Niet ondertekend, niet ingelogd of verlopen.",
    403: "Ingelogd, maar niet in een rol die dit mag.",
    404: "Onbekend, of van een ander; het verschil is niet te zien.",
    409: "Wat wordt gevraagd en wat waar is gaan niet samen.",
    410: "Gewist; alleen dat het er was, staat nog vast.",
    412: "Iemand anders was eerder; lees opnieuw.",
    413: "Groter dan hier mag.",
    415: "Deze soort inhoud wordt hier niet gelezen.",
    428: "If-Match ontbreekt.",
    503: "Even niet beschikbaar; Retry-After zegt wanneer weer.",
}
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "unauthorized": ("WWW-Authenticate",),
    "temporarily_unavailable": ("Retry-After",),
}
_COMPONENT = {"WWW-Authenticate": "WwwAuthenticate", "Retry-After": "RetryAfter"}


def refusals(codes: Iterable[str], *, headers: Mapping[str, Any]) -> dict[str, Any]:
    """The responses by status; `headers` stand on every one of them."""
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(STATUS[code], []).append(code)
    return {
        str(status): _refusal(status, by_status[status], headers) for status in sorted(by_status)
    }


def _refusal(status: int, codes: list[str], headers: Mapping[str, Any]) -> dict[str, Any]:
    named = ", ".join(f"`{code}`" for code in codes)
    own = {
        name: {"$ref": f"#/components/headers/{_COMPONENT[name]}"}
        for code in codes
        for name in _HEADERS.get(code, ())
    }
    narrowed = {"properties": {"status": {"const": status}, "code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": f"{PREFIX}Problem"}, narrowed]}
    return {
        "description": f"{_WORDS[status]} Code: {named}.",
        "headers": {**headers, **own},
        "content": {"application/problem+json": {"schema": schema}},
    }
