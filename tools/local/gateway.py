"""Chalice's local gateway as a WSGI application that several threads may call at once.

Chalice keeps the request and the Lambda context on the application object. Here each thread has
its own, so a request answered in one thread is never seen by another.
"""

import base64
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from chalice.app import Chalice, Response, _matches_content_type
from chalice.config import Config
from chalice.local import (
    LambdaEventConverter,
    LocalChalice,
    LocalGateway,
    LocalGatewayException,
    RouteMatcher,
)

Refuse = Callable[[str, Mapping[str, str]], Response]
# Lambda takes 6 MB, API Gateway hands binary bodies over in base64.
MAX_BODY_BYTES = 4_718_592
FUNCTION_TIMEOUT_S = 30
FUNCTION_MEMORY_MB = 512


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response; a header name may occur more than once."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class OwnRequestPerThread(LocalChalice):
    """A Chalice application whose request and Lambda context belong to the calling thread."""

    _CONTEXTS = threading.local()

    @property
    def lambda_context(self) -> Any:
        return self._CONTEXTS.lambda_context

    @lambda_context.setter
    def lambda_context(self, value: Any) -> None:
        self._CONTEXTS.lambda_context = value


class ApiGatewayEvents(LambdaEventConverter):
    """Events as API Gateway writes them, where Chalice's own converter is too simple."""

    def create_lambda_event(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> dict[str, Any]:
        """The event, with the body in base64 when its type is binary or it is no UTF-8.

        API Gateway would put U+FFFD for bytes that are no UTF-8, unseen by the service; handing
        them over untouched lets the service refuse them.
        """
        event: dict[str, Any] = super().create_lambda_event(method, path, headers, None)
        event["path"] = event["requestContext"]["path"]
        event["httpMethod"] = method
        event["multiValueHeaders"] = {name: [value] for name, value in headers.items()}
        event["isBase64Encoded"] = False
        if body:
            is_binary = _matches_content_type(headers.get("content-type", ""), self._binary_types)
            text = None if is_binary else _utf8(body)
            event["isBase64Encoded"] = text is None
            event["body"] = base64.b64encode(body).decode("ascii") if text is None else text
        return event


class Gateway:
    """The WSGI door to a Chalice application, for any number of threads."""

    def __init__(self, app: Chalice, *, refuse: Refuse) -> None:
        """From now on `app` keeps each thread's request apart.

        What the gateway answers by itself it asks of `refuse`: the codes are `not_found`,
        `method_not_allowed` (with the header Allow) and `too_large`.
        """
        app.__class__ = type("LocalApp", (OwnRequestPerThread, app.__class__), {})
        self._app = app
        self._refuse = refuse
        self._routes = RouteMatcher(list(app.routes))
        self._gateway = LocalGateway(app, _function_config())
        self._gateway.event_converter = ApiGatewayEvents(self._routes, app.api.binary_types)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        reply = self._answer(environ)
        start_response(_status_line(reply.status), list(reply.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

    def _answer(self, environ: WSGIEnvironment) -> Reply:
        # Read first: a client that is still sending would see a broken pipe, not the answer.
        body = environ["wsgi.input"].read()
        if len(body) > MAX_BODY_BYTES:
            return self._refusal("too_large")
        target = _target(environ)
        methods = self._methods_at(target)
        if methods is None:
            return self._refusal("not_found")
        method = _method(environ["REQUEST_METHOD"], methods)
        if method not in methods and method != "OPTIONS":
            return self._refusal("method_not_allowed", Allow=", ".join(sorted(methods)))
        return self._ask_the_app(method, target, _headers(environ), body)

    def _methods_at(self, target: str) -> set[str] | None:
        if target.startswith("//"):  # would be read as a host name
            return None
        try:
            return set(self._app.routes[self._routes.match_route(target).route])
        except ValueError:
            return None

    def _ask_the_app(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            response = self._gateway.handle_request(method, target, headers, body)
        except LocalGatewayException as refusal:
            headers_given = {"Content-Type": "application/json", **refusal.headers}
            return _reply(refusal.CODE, headers_given.items(), refusal.body or b"")
        return _as_reply(response)

    def _refusal(self, code: str, **headers: str) -> Reply:
        return _as_reply(self._refuse(code, headers).to_dict())


def _function_config() -> Config:
    return Config.create(
        lambda_timeout=FUNCTION_TIMEOUT_S,
        lambda_memory_size=FUNCTION_MEMORY_MB,
        lambda_functions={},
    )


def _target(environ: WSGIEnvironment) -> str:
    """Path and query as they were sent, nothing decoded.

    `;` and `#` are escaped, because Chalice would cut them off together with what follows.
    """
    target = str(environ["REQUEST_URI"])
    if not target.startswith("/"):  # absolute form, as sent to a proxy
        target = "/" + target.partition("://")[2].partition("/")[2]
    path, question, query = target.replace("#", "%23").partition("?")
    return path.replace(";", "%3B") + question + query


def _method(asked: str, known: set[str]) -> str:
    return "GET" if asked == "HEAD" and "HEAD" not in known else asked


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
    }
    return {name: value for name, value in headers.items() if value}


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _as_reply(response: Mapping[str, Any]) -> Reply:
    body = response.get("body") or b""
    if response.get("isBase64Encoded"):
        body = base64.b64decode(body)
    if isinstance(body, str):
        body = body.encode()
    several = response.get("multiValueHeaders") or {}
    single = {
        name: value
        for name, value in (response.get("headers") or {}).items()
        if name not in several
    }
    headers = [*single.items(), *((name, each) for name in several for each in several[name])]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    return _reply(int(response["statusCode"]), headers, body)


def _reply(status: int, headers: Iterable[tuple[str, Any]], body: bytes) -> Reply:
    sent = [(name, str(value)) for name, value in headers if name.lower() != "content-length"]
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return Reply(status, tuple(sent), b"")
    return Reply(status, (*sent, ("Content-Length", str(len(body)))), body)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"
