"""PDOK Locatieserver v3.1, the national geocoder of the Netherlands, as a geopy geocoder.

Free, no key. https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/ describes it; parameters it does
not know are refused. Behind it is Solr: what a person typed is cleaned of Solr's own signs first.
Only what looks places up loads this file.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from geopy.exc import GeocoderParseError  # noqa: TID253 - see above
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder  # noqa: TID253 - see above
from geopy.location import Location  # noqa: TID253 - see above
from geopy.point import Point  # noqa: TID253 - see above

from chalicelib.adapters.pdok.reach import WHOLE_S, BoundedAdapter

BASE_URL = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
USER_AGENT = "wegwijs (public libraries and municipalities, NL)"

_POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Za-z]{2})?")
_POINT = re.compile(r"POINT ?\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ′", "'"))
_PAGE = 100  # the most rows it gives at a time
_MOST_PAGES = 4  # few four-digit postcodes have more than 400 of six signs
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant: `name` as it is shown, `kind` is its word for what that is."""

    name: str
    kind: str


class Locatieserver(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Points in the Netherlands by postcode or by the name of a town or municipality."""

    def __init__(self, *, base_url: str = BASE_URL, timeout: float = WHOLE_S) -> None:
        scheme = base_url.partition("://")[0]
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies={},
            user_agent=USER_AGENT,
            adapter_factory=BoundedAdapter,
        )
        self._base_url = base_url.rstrip("/")

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Any:
        """Where a postcode, a town or a municipality is: a Location, or a list, best first.

        None when there is none. The signature is geopy's.
        """
        written = _POSTCODE.fullmatch(query.strip())
        if written:
            found = self.postcode(written[1] + (written[2] or "").upper(), timeout=timeout)
        else:
            found = self.towns(query, timeout=timeout)
        if exactly_one:
            return found[0] if found else None
        return found or None

    def postcode(self, signs: str, *, timeout: Any = DEFAULT_SENTINEL) -> list[Location]:
        """Every postcode of six signs that begins with these four (or is these six)."""
        asked = {
            "fq": ["type:postcode", f"postcode:{signs}*"],
            "fl": "type,weergavenaam,postcode,centroide_ll",
            "sort": "postcode asc",
            "rows": _PAGE,
        }
        found: list[Location] = []
        for page in range(_MOST_PAGES):
            answer = self._ask("free", {**asked, "start": page * _PAGE}, timeout)
            found += _locations(answer.documents)
            if (page + 1) * _PAGE >= answer.number_found:
                break
        return found

    def towns(self, name: str, *, timeout: Any = DEFAULT_SENTINEL) -> list[Location]:
        """Towns and municipalities whose name resembles this, best first; `raw` has the names."""
        words = cleaned(name)
        if not words:
            return []
        asked = {
            "q": words,
            "fq": "type:(woonplaats OR gemeente)",
            "fl": "type,weergavenaam,woonplaatsnaam,gemeentenaam,provincienaam,centroide_ll",
            "rows": 25,
        }
        return _locations(self._ask("free", asked, timeout).documents)

    def suggest(self, name: str, *, timeout: Any = DEFAULT_SENTINEL) -> list[Suggestion]:
        """What a person who types this may mean, best first."""
        words = cleaned(name)
        if not words:
            return []
        asked = {"q": words, "fq": "type:(woonplaats OR gemeente OR postcode)", "rows": 10}
        documents = self._ask("suggest", asked, timeout).documents
        return [
            Suggestion(str(one["weergavenaam"]), str(one.get("type", "")))
            for one in documents
            if one.get("weergavenaam")
        ]

    def _ask(self, what: str, parameters: Mapping[str, Any], timeout: Any) -> "_Answer":
        url = f"{self._base_url}/{what}?{urlencode(parameters, doseq=True)}"
        answer: _Answer = self._call_geocoder(url, _whole, timeout=timeout)
        return answer


def cleaned(written: str) -> str:
    """The words a person typed, without anything that Solr would read as an instruction."""
    plain = unicodedata.normalize("NFC", written).translate(_APOSTROPHES)
    kept = "".join(c if c.isalnum() or c in "'- " else " " for c in plain[:_LONGEST])
    # A hyphen before a word excludes it; AND, OR and NOT are operators in capitals only.
    words = (word.strip("-").lower() for word in kept.split())
    return " ".join(word for word in words if word.strip("'"))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What Solr wraps its documents in."""

    documents: list[Mapping[str, Any]]
    number_found: int


def _whole(answer: Any) -> _Answer:
    try:
        documents, number = answer["response"]["docs"], int(answer["response"]["numFound"])
    except (KeyError, TypeError, ValueError) as error:
        raise GeocoderParseError("the answer has another form") from error
    if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
        raise GeocoderParseError("the answer has another form")
    return _Answer(documents, number)


def _locations(documents: Iterable[Mapping[str, Any]]) -> list[Location]:
    found = ((one, _POINT.fullmatch(str(one.get("centroide_ll", "")))) for one in documents)
    return [
        Location(str(one.get("weergavenaam", "")), Point(float(point[2]), float(point[1])), one)
        for one, point in found
        if point
    ]
