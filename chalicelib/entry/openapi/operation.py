"""One operation of the API, as the tables describe it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, TypeAdapter

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.vocabulary import Role

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
PUBLIC: frozenset[Role] = frozenset()
BODY_REFUSALS = frozenset({"invalid_request", "not_json", "too_large", "unsupported_media_type"})

# A model, a union of models, the name of a schema, or None where any object will do.
Shape = type[BaseModel] | TypeAdapter[Any] | str | None
TEXT: TypeAdapter[str] = TypeAdapter(str)  # what is no JSON: tables, calendars, workbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is sent; `also` are further media types that are read, by their shape."""

    shape: Shape
    examples: Mapping[str, Any] = field(default_factory=dict)
    media_types: tuple[str, ...] = (JSON,)
    also: Mapping[str, Shape] = field(default_factory=dict)
    refusals: frozenset[str] = BODY_REFUSALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One way to succeed. `headers` are names of components; API-Version goes without saying."""

    description: str
    shape: Shape
    status: int = 200
    headers: tuple[str, ...] = ()
    example: Any = None
    media_type: str = JSON
    also: Mapping[str, Shape] = field(default_factory=dict)  # other media types, by their shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A route and its method; `path` is without /v1, `refusals` are codes of problems.

    What follows from the rest is not listed in `refusals`: see `all_refusals`.
    """

    handler: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    answers: tuple[Answered, ...]
    allow: frozenset[Role] = EVERYONE
    query: type[BaseModel] | None = None
    headers: tuple[str, ...] = ()  # names of components
    body: Body | None = None
    refusals: frozenset[str] = frozenset()
    can_be_unavailable: bool = True

    @property
    def operation_id(self) -> str:
        """The handler's name in camelCase."""
        first, *rest = self.handler.split("_")
        return first + "".join(word.capitalize() for word in rest)

    @property
    def all_refusals(self) -> frozenset[str]:
        """Every code of a problem this operation can answer with."""
        outage = {"temporarily_unavailable"} if self.can_be_unavailable else set()
        return self.refusals | self._of_door | self._of_input | outage

    @property
    def _of_door(self) -> frozenset[str]:
        if not self.allow:
            return frozenset()
        return frozenset({"unauthorized"} | (set() if self.allow == EVERYONE else {"forbidden"}))

    @property
    def _of_input(self) -> frozenset[str]:
        if self.body is not None:
            return self.body.refusals
        # The rules for Dutch APIs ask for a 400 wherever something can be sent at all.
        takes_input = self.query is not None or self.method in {"POST", "PUT", "PATCH"}
        return frozenset({"invalid_request"}) if takes_input else frozenset()
