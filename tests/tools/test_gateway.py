"""The HTTP door of the local stack, asked without a socket."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from chalice.app import Response

from tests.tools import small_app
from tools.local.gateway import MAX_BODY_BYTES, Gateway


def refuse(code: str, headers: Mapping[str, str]) -> Response:
    status = {"not_found": 404, "method_not_allowed": 405, "too_large": 413}[code]
    return Response({"code": code}, status_code=status, headers={"X-Ours": "yes", **headers})


GATEWAY = Gateway(small_app.app, refuse=refuse)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def all_of(self, name: str) -> list[str]:
        return [value for header, value in self.headers if header.lower() == name]


def ask(method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
    said: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "wsgi.input": io.BytesIO(body),
        **{name.upper(): value for name, value in headers.items()},
    }
    chunks = GATEWAY(environ, lambda status, given: said.extend((status, given)))  # type: ignore[arg-type]
    return Answer(int(said[0].split()[0]), said[1], b"".join(chunks))


def test_a_parameter_in_the_path_arrives_as_it_was_written() -> None:
    assert ask("GET", "/echo/a%2Fb%20c").json["name"] == "a%2Fb%20c"


def test_repeated_keys_of_a_query_all_arrive() -> None:
    assert ask("GET", "/echo/x?a=1&a=2&b=&c=%20").json["query"] == {
        "a": ["1", "2"],
        "b": [""],
        "c": [" "],
    }


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"\x89PNG\x00\xff"),  # a binary type
        ("image/png; q=1", b"\x89PNG\x00\xff"),  # with a parameter
        ("application/json", b'{"\xff"'),  # not UTF-8: for the service to refuse
        ("application/json", "ሰላም".encode()),
        ("application/json", b""),
    ],
)
def test_a_body_arrives_byte_by_byte(content_type: str, body: bytes) -> None:
    answer = ask("POST", "/echo/x", body, content_type=content_type)
    assert bytes.fromhex(answer.json["body"]) == body


def test_bytes_leave_as_they_are() -> None:
    answer = ask("GET", "/picture", http_accept="image/png")
    assert (answer.body, answer.all_of("content-type")) == (b"\x89PNG\xff", ["image/png"])


def test_every_cookie_is_set() -> None:
    answer = ask("GET", "/cookies")
    assert (answer.status, answer.all_of("set-cookie")) == (303, ["a=1", "b=2"])


def test_an_answer_without_a_body_claims_no_length() -> None:
    answer = ask("DELETE", "/nothing")
    assert (answer.status, answer.body, answer.all_of("content-length")) == (204, b"", [])


def test_head_says_what_get_would_but_sends_no_body() -> None:
    asked = ask("HEAD", "/picture", http_accept="image/png")
    got = ask("GET", "/picture", http_accept="image/png")
    assert asked.body == b""
    assert (asked.status, asked.headers) == (got.status, got.headers)


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "//echo/x", 404, "not_found"),  # not a host name followed by a path
        ("GET", "/echo", 404, "not_found"),
        ("GET", "/picture;x", 404, "not_found"),  # nothing is cut off before matching
        ("GET", "/picture#x", 404, "not_found"),
        ("PUT", "/echo/x", 405, "method_not_allowed"),
    ],
)
def test_what_does_not_exist_is_refused_in_the_services_own_way(
    method: str, target: str, status: int, code: str
) -> None:
    answer = ask(method, target)
    assert (answer.status, answer.json) == (status, {"code": code})
    assert answer.all_of("x-ours") == ["yes"]


def test_a_refused_method_names_those_allowed() -> None:
    assert ask("PUT", "/echo/x").all_of("allow") == ["GET, POST"]


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413)])
def test_a_body_may_be_as_large_as_lambda_takes(size: int, status: int) -> None:
    answer = ask("POST", "/echo/x", b"0" * size, content_type="application/json")
    assert answer.status == status


def test_an_absolute_address_is_read_as_its_path() -> None:
    assert ask("GET", "http://elsewhere/echo/x?a=1").json["query"] == {"a": ["1"]}
