"""The operators' command line, against a service of paper on this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.adapters.pdok.server import pdok
from tools import wegwijs
from tools.api_client import Api, Refused
from tools.wegwijs import app

pytestmark = pytest.mark.enable_socket  # this machine only

UTRECHT = "NL-0899040000"
CAFE = {
    "id": "act_1",
    "title": "Taalcafé [dinsdag]",  # no markup, whatever rich thinks
    "type": "language_cafe",
    "branch": {"name": "Bibliotheek Overvecht", "place": "Utrecht"},
    "seatsLeft": None,
    "lastConfirmedOn": "2026-11-01",
}
GROUP = CAFE | {"id": "act_2", "title": "Praatgroep", "seatsLeft": 4}
PLACE = {"latitude": 52.1189, "longitude": 5.1061, "precision": "area", "precisionKm": 9.0}
MATCHES = {
    "location": PLACE,
    "matches": [
        {
            "rank": 1,
            "score": 0.7421,
            "travelMinutes": 7,
            "activity": CAFE,
            "reasons": [{"code": "drop_in", "text": "Binnenlopen kan"}],
        }
    ],
    "nearMisses": [{"activity": GROUP, "failed": ["slot"], "text": "net te laat"}],
    "fallback": None,
}
JOB = {
    "state": "waiting",
    "doneRows": 0,
    "totalRows": 9000,
    "accepted": 0,
    "unchanged": 0,
    "rejected": [],
    "rejectedRows": 0,
    "failure": None,
}
BAD_ROW = {"row": 3, "field": "start", "reason": "25:00 is geen tijd"}


@dataclass
class PaperService:
    """Answers what it is given to answer, in turn for one path; `asked` is what came in."""

    url: str = ""
    answers: dict[str, list[tuple[int, dict[str, str], Any]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def says(self, request: str, body: Any, status: int = 200, **headers: str) -> None:
        """To this method and path comes this answer; the last one given stays."""
        self.answers.setdefault(request, []).append((status, headers, body))

    def taken(self, request: str) -> tuple[int, dict[str, str], Any]:
        turn = self.answers[request]
        return turn.pop(0) if len(turn) > 1 else turn[0]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperService]:
    paper = PaperService()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            given = {name.lower(): value for name, value in self.headers.items()}
            request = f"{self.command} {self.path}"
            paper.asked.append((request, given, body))
            status, headers, answer = paper.taken(request)
            raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = _answer  # noqa: N815 - their names there

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    paper.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(wegwijs, "LOOKS_EVERY_S", 0.01)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("WEGWIJS_TOKEN", raising=False)
    yield paper
    server.shutdown()
    thread.join()
    server.server_close()


def run(service: PaperService, *words: str | Path) -> Result:
    return CliRunner().invoke(app, ["--url", service.url, "--token", "t0k3n", *map(str, words)])


class TestWellness:
    def test_it_says_how_the_service_is(self, service: PaperService) -> None:
        service.says(
            "GET /v1/health", {"status": "ok", "version": "0.1.0", "catalogueVersion": "v7"}
        )
        result = run(service, "health")
        assert (result.exit_code, result.stdout) == (0, "ok · version 0.1.0\ncatalogue v7\n")

    def test_a_service_that_is_away_is_one_sentence(self) -> None:
        result = CliRunner().invoke(app, ["--url", "http://127.0.0.1:1", "health"])
        assert result.exit_code == 1
        assert "does not answer" in result.stderr
        assert "Traceback" not in result.output

    def test_something_else_at_the_address_is_said(self, service: PaperService) -> None:
        service.says("GET /v1/health", b"<html>hello</html>")
        result = run(service, "health")
        assert result.exit_code == 1
        assert "right address" in result.stderr


class TestMatching:
    def test_it_shows_what_fits_and_why_and_what_nearly_did(self, service: PaperService) -> None:
        service.says("POST /v1/matches", MATCHES)
        result = run(service, "match", "3562AB", "--level", "a1", "--max-minutes", "20")
        assert result.exit_code == 0
        for said in ("Taalcafé [dinsdag]", "0.742", "Binnenlopen kan", "almost: Praatgroep: net"):
            assert said in result.stdout
        _, headers, body = service.asked[0]
        assert headers["authorization"] == "Bearer t0k3n"
        assert json.loads(body) == {
            "location": {"postcode": "3562AB"},
            "languageLevel": "a1",
            "travel": {"mode": "bicycle", "maxMinutes": 20},
            "limit": 3,
        }

    def test_where_nothing_fits_it_says_where_to_go(self, service: PaperService) -> None:
        nothing = {"matches": [], "nearMisses": [], "fallback": {"text": "Bel het taalhuis"}}
        service.says("POST /v1/matches", MATCHES | nothing)
        assert "Bel het taalhuis" in run(service, "match", "Urk", "--level", "b1").stdout

    def test_programs_get_the_answer_as_it_came(self, service: PaperService) -> None:
        service.says("POST /v1/matches", MATCHES)
        result = run(service, "match", "Utrecht", "--level", "a1", "--json")
        assert json.loads(result.stdout) == MATCHES

    def test_every_fault_is_named(self, service: PaperService) -> None:
        problem = {
            "title": "Bad Request",
            "status": 400,
            "detail": "Er klopt iets niet",
            "code": "invalid_request",
            "invalidParams": [{"name": "languageLevel", "reason": "onbekend woord"}],
        }
        service.says("POST /v1/matches", problem, 400)
        result = run(service, "match", "Utrecht", "--level", "c3")
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            "400 invalid_request: Er klopt iets niet",
            "  languageLevel: onbekend woord",
        ]

    def test_a_place_is_looked_up_as_the_service_knows_it(self, service: PaperService) -> None:
        service.says("POST /v1/matches", MATCHES)
        result = run(service, "places", "lookup", "3562", "’t Goy")
        where = "52.1189, 5.1061 · known by area, within 9 km"
        assert result.stdout.splitlines() == [f"3562: {where}", f"’t Goy: {where}"]
        asked = [json.loads(body)["location"] for _, _, body in service.asked]
        assert asked == [{"postcode": "3562"}, {"place": "’t Goy"}]


class TestSuggestions:
    def test_the_national_geocoder_says_what_may_be_meant(self) -> None:
        with pdok() as server:
            words = ["places", "suggest", "’s-Gravenzande", "--geocoder-url", server.url]
            result = CliRunner().invoke(app, words)
        assert result.exit_code == 0
        assert "'s-Gravenzande, Westland, Zuid-Holland (woonplaats)" in result.stdout

    def test_what_resembles_nothing_is_said(self) -> None:
        with pdok() as server:
            words = ["places", "suggest", "Atlantis", "--geocoder-url", server.url]
            result = CliRunner().invoke(app, words)
        assert result.exit_code == 1
        assert "nothing that resembles" in result.stderr

    def test_a_geocoder_that_is_away_is_one_sentence(self) -> None:
        words = ["places", "suggest", "Urk", "--geocoder-url", "http://127.0.0.1:1"]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 1
        assert "PDOK does not answer" in result.stderr


class TestTheList:
    def test_all_pages_are_shown(self, service: PaperService) -> None:
        first = f"GET /v1/activities?library={UTRECHT}&pageSize=100"
        service.says(first, {"items": [CAFE], "nextCursor": "on"})
        service.says(first + "&cursor=on", {"items": [GROUP], "nextCursor": None})
        result = run(service, "activities", "list", "--library", UTRECHT)
        assert result.exit_code == 0
        shown = result.stdout.splitlines()
        assert "no limit" in shown[1]
        assert "Praatgroep" in shown[2]
        assert shown[-1] == "2 activities"

    def test_programs_get_one_a_line(self, service: PaperService) -> None:
        page = {"items": [CAFE, GROUP], "nextCursor": None}
        service.says("GET /v1/activities?type=language_cafe&pageSize=100", page)
        result = run(service, "activities", "list", "--type", "language_cafe", "--json")
        assert [json.loads(line) for line in result.stdout.splitlines()] == [CAFE, GROUP]


class TestImports:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "aanbod.csv"
        file.write_bytes(b"source_id,title\n1,Caf\xe9\n")  # as an old spreadsheet writes it
        return file

    def test_the_file_goes_out_byte_for_byte(self, service: PaperService, file: Path) -> None:
        counts = {"accepted": 1, "unchanged": 2, "rejected": []}
        service.says("POST /v1/catalogue-imports", counts)
        result = run(service, "import", file, "--library", UTRECHT)
        assert (result.exit_code, result.stdout) == (0, "1 accepted, 2 unchanged, 0 rejected\n")
        _, headers, body = service.asked[0]
        assert (headers["content-type"], body) == ("text/csv", file.read_bytes())

    def test_bad_rows_are_explained_and_the_exit_code_tells(
        self, service: PaperService, file: Path
    ) -> None:
        also = [{"field": "level_min", "reason": "hoger dan level_max"}]
        counts = {"accepted": 5, "unchanged": 0, "rejected": [BAD_ROW | {"also": also}]}
        service.says("POST /v1/catalogue-imports?dryRun=true", counts)
        result = run(service, "import", file, "--library", UTRECHT, "--dry-run")
        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            "row 3: start: 25:00 is geen tijd",
            "row 3: level_min: hoger dan level_max",
            "5 accepted, 0 unchanged, 1 rejected (nothing stored)",
        ]

    def test_a_long_one_is_followed_to_its_end(self, service: PaperService, file: Path) -> None:
        where = {"Location": "/v1/catalogue-imports/imp_1"}
        service.says("POST /v1/catalogue-imports", JOB, 202, **where)
        for state, done in (("waiting", 0), ("running", 4000)):
            service.says(
                "GET /v1/catalogue-imports/imp_1", JOB | {"state": state, "doneRows": done}
            )
        over = {"state": "done", "doneRows": 9000, "accepted": 7500}
        told = {"rejected": [BAD_ROW] * 1000, "rejectedRows": 1500}
        service.says("GET /v1/catalogue-imports/imp_1", JOB | over | told)
        result = run(service, "import", file, "--library", UTRECHT)
        assert result.exit_code == 1
        assert result.stdout.splitlines()[-1] == "7500 accepted, 0 unchanged, 1500 rejected"
        assert "9000/9000" in result.stderr

    def test_one_that_fails_says_why(self, service: PaperService, file: Path) -> None:
        where = {"Location": "/v1/catalogue-imports/imp_1"}
        service.says("POST /v1/catalogue-imports", JOB, 202, **where)
        failed = {"state": "failed", "failure": "truncated"}
        service.says("GET /v1/catalogue-imports/imp_1", JOB | failed)
        result = run(service, "import", file, "--library", UTRECHT)
        assert result.exit_code == 1
        assert "the import failed: truncated" in result.stderr

    @pytest.mark.parametrize(("name", "media_type"), [
        ("a.CSV", "text/csv"),
        ("a.ics", "text/calendar"),
        ("a.json", "application/json"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ])  # fmt: skip
    def test_what_a_file_is_follows_from_its_name(
        self, service: PaperService, tmp_path: Path, name: str, media_type: str
    ) -> None:
        (tmp_path / name).write_bytes(b"x")
        counts = {"accepted": 0, "unchanged": 1, "rejected": []}
        service.says("POST /v1/catalogue-imports", counts)
        assert run(service, "import", tmp_path / name, "--library", UTRECHT).exit_code == 0
        assert service.asked[0][1]["content-type"] == media_type

    def test_a_file_that_is_all_there_is_says_so(self, service: PaperService, file: Path) -> None:
        counts = {"accepted": 0, "unchanged": 1, "rejected": []}
        service.says("POST /v1/catalogue-imports?dryRun=true&full=true", counts)
        words = ("import", file, "--library", UTRECHT, "--full", "--dry-run")
        assert run(service, *words).exit_code == 0

    def test_a_name_that_does_not_tell_is_asked_about(
        self, service: PaperService, tmp_path: Path
    ) -> None:
        (tmp_path / "aanbod").write_bytes(b"x")
        result = run(service, "import", tmp_path / "aanbod", "--library", UTRECHT)
        assert result.exit_code == 1
        assert "--kind is needed" in result.stderr
        assert service.asked == []


class TestExportAndConfirmation:
    def test_an_export_is_written_as_it_came(self, service: PaperService, tmp_path: Path) -> None:
        raw = "\ufeffsource_id,title\r\n1,Café\r\n".encode()
        service.says(f"GET /v1/activities?library={UTRECHT}", raw)
        file = tmp_path / "out.csv"
        assert run(service, "export", "--library", UTRECHT, "-o", file).exit_code == 0
        assert file.read_bytes() == raw
        assert run(service, "export", "--library", UTRECHT).stdout_bytes == raw
        assert {headers["accept"] for _, headers, _ in service.asked} == {"text/csv"}

    @pytest.mark.parametrize(("words", "body"), [
        (["--all"], {"all": True}),
        (["act_1", "act_2"], {"ids": ["act_1", "act_2"]}),
    ])  # fmt: skip
    def test_what_stands_is_confirmed(
        self, service: PaperService, words: list[str], body: dict[str, Any]
    ) -> None:
        service.says("POST /v1/activities/confirmations", {"confirmed": 2})
        result = run(service, "confirm", "--library", UTRECHT, *words)
        assert (result.exit_code, result.stdout) == (0, "2 confirmed\n")
        assert json.loads(service.asked[0][2]) == body

    @pytest.mark.parametrize("words", [[], ["act_1", "--all"]])
    def test_all_is_never_meant_by_accident(self, service: PaperService, words: list[str]) -> None:
        result = run(service, "confirm", "--library", UTRECHT, *words)
        assert result.exit_code == 1
        assert service.asked == []


class TestPublishing:
    def test_without_a_service_here_a_queue_must_be_named(self, service: PaperService) -> None:
        service.says("GET /v1/health", {"catalogueVersion": "v1"})
        result = run(service, "publish")
        assert result.exit_code == 1
        assert "no service runs on port" in result.stderr

    @pytest.mark.parametrize(("after", "said"), [
        ("v2", "published v2"),
        ("v1", "nothing newer than v1: what is stored was published before"),
    ])  # fmt: skip
    def test_it_waits_until_the_service_has_it(
        self, service: PaperService, monkeypatch: pytest.MonkeyPatch, after: str, said: str
    ) -> None:
        asked: list[str | None] = []
        monkeypatch.setattr(wegwijs, "ask_for_a_snapshot", lambda _api, url: asked.append(url))
        for version in ("v1", "v1", after):
            service.says("GET /v1/health", {"catalogueVersion": version})
        result = run(service, "publish", "--wait", "1", "--queue-url", "https://sqs.example/q")
        assert (result.exit_code, result.stdout) == (0, said + "\n")
        assert asked == ["https://sqs.example/q"]


class TestWhoAsks:
    def test_here_a_token_is_made_as_make_token_does(self, service: PaperService) -> None:
        service.says("POST /v1/matches", MATCHES)
        words = ["--url", service.url, "--municipality", "GM0363", "places", "lookup", "1011"]
        assert CliRunner().invoke(app, words).exit_code == 0
        assert service.asked[0][1]["authorization"].count(".") == 2

    @pytest.mark.parametrize("library", ["utrecht", "NL-0899041001"])
    def test_no_token_is_made_for_what_is_no_library(
        self, service: PaperService, library: str
    ) -> None:
        words = ["--url", service.url, "confirm", "--all", "--library", library]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 1
        assert "looks like NL-0899040000" in result.stderr

    def test_elsewhere_one_is_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("WEGWIJS_TOKEN", raising=False)
        words = ["--url", "https://wegwijs.example", "places", "lookup", "1011"]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 1
        assert "WEGWIJS_TOKEN" in result.stderr

    @pytest.mark.parametrize("url", ["http://wegwijs.example", "ftp://127.0.0.1", "wegwijs"])
    def test_a_token_never_goes_out_in_the_clear(self, url: str) -> None:
        with pytest.raises(Refused, match="neither https nor on this machine"):
            Api(url, "t0k3n")

    def test_a_redirect_does_not_take_the_token_along(self, service: PaperService) -> None:
        service.says("GET /v1/health", {}, 302, Location="http://127.0.0.1:1/elsewhere")
        with pytest.raises(Refused, match="302"):
            Api(service.url, "t0k3n").get("/v1/health")
        assert len(service.asked) == 1
