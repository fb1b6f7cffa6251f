"""A loopback server that answers as PDOK's Locatieserver v3.1 does, and can be told to misbehave.

The shapes are Solr's, as its description gives them; the documents are a handful of true places.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BASE_PATH = "/bzk/locatieserver/search/v3_1"
# It refuses every parameter that is not in its description.
KNOWN = {
    "free": {"q", "fq", "fl", "rows", "start", "sort", "df", "bq", "qf", "lat", "lon", "wt"},
    "suggest": {"q", "fq", "fl", "rows", "start", "sort", "df", "bq", "qf", "lat", "lon", "wt"},
}
NAMES = ("weergavenaam", "woonplaatsnaam", "gemeentenaam", "postcode")

Document = Mapping[str, Any]


def town(
    name: str, municipality: str, province: str, longitude: float, latitude: float
) -> Document:
    return {
        "type": "woonplaats",
        "id": f"wpl-{name}",
        "weergavenaam": f"{name}, {municipality}, {province}",
        "woonplaatsnaam": name,
        "gemeentenaam": municipality,
        "provincienaam": province,
        "centroide_ll": f"POINT({longitude} {latitude})",
    }


def municipality(name: str, province: str, longitude: float, latitude: float) -> Document:
    return {
        "type": "gemeente",
        "id": f"gem-{name}",
        "weergavenaam": f"Gemeente {name}",
        "gemeentenaam": name,
        "provincienaam": province,
        "centroide_ll": f"POINT({longitude} {latitude})",
    }


def postcode(signs: str, street: str, place: str, longitude: float, latitude: float) -> Document:
    return {
        "type": "postcode",
        "id": f"pcd-{signs}",
        "weergavenaam": f"{street}, {signs} {place}",
        "woonplaatsnaam": place,
        "postcode": signs,
        "centroide_ll": f"POINT({longitude} {latitude})",
    }


LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
PAIRS = [one + other for one in "ABCDEGHJKLMNPRSTVWXYZ" for other in LETTERS]

DOCUMENTS: tuple[Document, ...] = (
    town("'s-Gravenhage", "'s-Gravenhage", "Zuid-Holland", 4.29, 52.07),
    town("'s-Gravenzande", "Westland", "Zuid-Holland", 4.161, 52.001),
    town("'t Goy", "Houten", "Utrecht", 5.229, 52.001),
    town("Bergen (L)", "Bergen (L.)", "Limburg", 6.05, 51.6),
    town("Hengelo", "Hengelo", "Overijssel", 6.793, 52.266),
    town("Hengelo", "Bronckhorst", "Gelderland", 6.304, 52.05),
    town("Utrecht", "Utrecht", "Utrecht", 5.092, 52.092),
    town("Verzonnendorp", "Utrecht", "Utrecht", 5.12, 52.10),  # invented: no table knows it
    municipality("Westland", "Zuid-Holland", 4.21, 51.99),
    municipality("Utrecht", "Utrecht", 5.07, 52.09),
    postcode("3562AB", "Haifadreef", "Utrecht", 5.104, 52.118),
    postcode("3562AC", "Haifadreef", "Utrecht", 5.106, 52.119),
    postcode("3562XZ", "Zamenhofdreef", "Utrecht", 5.108, 52.122),
    *(postcode(f"1234{signs}", "Straat", "Elders", 5.0 + number / 2000, 52.3)
      for number, signs in enumerate(PAIRS[:210])),
    *(postcode(f"1235{signs}", "Straat", "Elders", 5.0, 52.4) for signs in PAIRS[:420]),
    {"type": "woonplaats", "id": "wpl-x", "weergavenaam": "Puntloos, Nergens, Drenthe",
     "woonplaatsnaam": "Puntloos"},
    town("Paramaribo", "Suriname", "Buiten", -55.2, 5.85),
)  # fmt: skip


@dataclass
class Misbehaviour:
    """What it does instead of answering; in turn, then it behaves again."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    silent_s: float = 0.0  # before the first byte
    trickle_s: float = 0.0  # between bytes


@dataclass
class FakePdok:
    """The running server; `asked` grows by (what, parameters) with every request."""

    url: str
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    misbehaves: list[Misbehaviour] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, what: str, asked: dict[str, list[str]]) -> tuple[int, bytes]:
        """As Solr would: status and body."""
        if what not in KNOWN:
            return 404, b'{"message": "not found"}'
        unknown = asked.keys() - KNOWN[what]
        if unknown or (what == "suggest" and "q" not in asked):
            return 400, json.dumps({"message": f"unknown: {sorted(unknown)}"}).encode()
        found = [one for one in DOCUMENTS if _is_asked(one, asked)]
        question = " ".join(asked.get("q", [])).lower()
        found.sort(key=lambda one: not str(one["weergavenaam"]).lower().startswith(question))
        start, rows = int(asked.get("start", ["0"])[0]), int(asked.get("rows", ["10"])[0])
        shown = found[start : start + min(rows, 100)]
        fields = asked["fl"][0].split(",") if "fl" in asked else ["type", "weergavenaam", "id"]
        body = {
            "response": {
                "numFound": len(found),
                "start": start,
                "maxScore": 7.1,
                "numFoundExact": True,
                "docs": [{k: one[k] for k in fields if k in one} for one in shown],
            }
        }
        return 200, json.dumps(body).encode()


def _is_asked(document: Document, asked: Mapping[str, list[str]]) -> bool:
    for filter_ in asked.get("fq", []):
        name, _, values = filter_.partition(":")
        wanted = values.strip("()").split(" OR ")
        patterns = [re.escape(value).replace(r"\*", ".*") for value in wanted]
        if not any(re.fullmatch(p, str(document.get(name, ""))) for p in patterns):
            return False
    words = re.findall(r"\w+", " ".join(asked.get("q", [])))
    text = " ".join(str(document.get(name, "")) for name in NAMES).lower()
    # It answers with what resembles: one word of several is enough.
    return not words or any(word in text for word in words if len(word) > 1)


@contextmanager
def pdok() -> Iterator[FakePdok]:
    """The server on a free port of this machine, until the block ends."""
    holder: list[FakePdok] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: holder[0]))
    server.daemon_threads = True
    holder.append(FakePdok(f"http://127.0.0.1:{server.server_port}{BASE_PATH}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield holder[0]
    finally:
        holder[0].ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(of: Callable[[], FakePdok]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                _respond(self, of())
            except OSError:
                return  # whoever asked has hung up

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Nothing is printed."""

    return Handler


def _respond(to: BaseHTTPRequestHandler, fake: FakePdok) -> None:
    parts = urlsplit(to.path)
    what = parts.path.removeprefix(BASE_PATH + "/")
    asked = parse_qs(parts.query, keep_blank_values=True)
    fake.asked.append((what, asked))
    odd = fake.misbehaves.pop(0) if fake.misbehaves else Misbehaviour()
    status, body = fake.answer(what, asked) if odd.status == 200 else (odd.status, b"{}")
    body = odd.body if odd.body is not None else body
    if fake.ended.wait(odd.silent_s):
        return
    to.send_response(status)
    headers = {"Content-Type": "application/json;charset=utf-8", "Content-Length": str(len(body))}
    for name, value in {**headers, **odd.headers}.items():
        to.send_header(name, value)
    to.end_headers()
    step = 1 if odd.trickle_s else max(1, len(body))
    for start in range(0, len(body), step):
        to.wfile.write(body[start : start + step])
        if fake.ended.wait(odd.trickle_s):
            return
