"""The door: every handler stands behind one, and it says who may come in.

Authorisation comes before validation, validation before preconditions. Whatever goes wrong is
answered as a problem; nothing a caller sends becomes a 5xx.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel

from chalicelib import wiring
from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import (
    Fault,
    Forbidden,
    InvalidRequest,
    Temporary,
    Unauthorized,
    WegwijsError,
)
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.failures import note_failure
from chalicelib.entry.json_body import UnsupportedMediaType, read_json
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.problems import answer, problem
from chalicelib.usecases.ports import Ports

log = logging.getLogger(__name__)
M = TypeVar("M", bound=BaseModel)
Handler = Callable[..., Response]
PUBLIC: frozenset[Role] = frozenset()  # no identity asked; each such route is on a short list


class PreconditionRequired(WegwijsError):
    """A change of a versioned thing names the version it was made on."""

    code = "precondition_required"


@dataclass(frozen=True, slots=True)
class Call:
    """One request by one caller, with the ports it is served with."""

    request: Request
    ports: Ports
    _caller: Caller | None = field(default=None)

    @property
    def caller(self) -> Caller:
        """Who asks; a public door has nobody."""
        if self._caller is None:
            raise Unauthorized
        return self._caller

    @property
    def raw(self) -> bytes:
        body = self.request.raw_body
        return body if isinstance(body, bytes) else body.encode()

    def json(self) -> Any:
        """The JSON body.

        Raises:
            UnsupportedMediaType, TooLarge, NotJson.
        """
        kind = (self.header("content-type") or "").split(";")[0].strip().lower()
        if kind not in {"application/json", "application/merge-patch+json"}:
            raise UnsupportedMediaType(kind)
        return read_json(self.raw)

    def body(self, model: type[M]) -> M:
        """The body as this model.

        Raises:
            InvalidRequest: naming every fault.
        """
        return parse(model, self.json())

    def header(self, name: str) -> str | None:
        value: str | None = self.request.headers.get(name)
        return value

    def expected_version(self) -> int:
        """The version named by If-Match.

        Raises:
            PreconditionRequired: none is named.
        """
        given = self.header("if-match")
        if given is None:
            raise PreconditionRequired
        return _version(given)

    def expected_version_if_any(self) -> int | None:
        """The version named by If-Match; None where none is named."""
        given = self.header("if-match")
        return None if given is None else _version(given)

    def query(self, model: type[M]) -> M:
        """The query string as this model.

        Raises:
            InvalidRequest: naming every fault.
        """
        pairs = self.request.query_params
        if pairs is None:
            return parse(model, {})
        names = {f.alias or name: name for name, f in model.model_fields.items()}
        repeated = [name for name in pairs if len(pairs.getlist(name)) > 1]
        if repeated:
            raise InvalidRequest(Fault(name, "twice") for name in repeated)
        whole = {"pageSize", "limit", "page", "per_page"} & names.keys()
        values = {k: _whole(v) if k in whole else v for k, v in pairs.items()}
        return parse(model, values)


def _version(if_match: str) -> int:
    """The version of an entity tag of ours; of any other, one that nothing has."""
    written = if_match.strip().removeprefix("W/").strip('"')
    return int(written) if written.isascii() and written.isdigit() else -1


def _whole(written: str) -> int | str:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else written


def guarded(blueprint: Blueprint, *, allow: frozenset[Role]) -> Callable[[Handler], Handler]:
    """The handler behind a door for these roles; PUBLIC asks for no identity.

    The handler gets a Call and the path's parameters, and answers with a Response.
    """

    def behind_door(handler: Handler) -> Handler:
        @wraps(handler)
        def door(**path: str) -> Response:
            request = blueprint.current_request
            try:
                ports = wiring.ports()
                caller = _admit(request, allow, ports=ports)
                return handler(Call(request, ports, caller), **path)
            except WegwijsError as error:
                if isinstance(error, Temporary):
                    note_failure(error)
                return answer(error)
            except Exception as error:
                log.exception("unhandled error", extra={"function": handler.__name__})
                note_failure(error)
                return problem("internal")

        door.allow = allow  # type: ignore[attr-defined]  # read by the test of all routes
        return door

    return behind_door


def _admit(request: Request, allow: frozenset[Role], *, ports: Ports) -> Caller | None:
    if not allow:
        return None
    scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("no_token")
    caller = ports.identities.verify(token.strip())
    if caller.role not in allow:
        raise Forbidden(caller.role)
    return caller
