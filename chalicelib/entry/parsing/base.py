"""What every model at the door shares: strict, closed, camelCase, and free of hidden numbers."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from chalicelib.domain.screening import holds_bsn, holds_v_number
from chalicelib.entry.parsing.faults import invalid

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Door(BaseModel):
    """A body at the door: unknown fields and loose types are refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        serialize_by_alias=True,
        validate_by_alias=True,
        validate_by_name=False,
        defer_build=True,  # a request needs two or three of these; a cold start would build all
    )


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def parse(model: type[M], value: Any) -> M:
    """The value as this model.

    Raises:
        InvalidRequest: with every fault there is.
    """
    parsed: M = parse_any(_adapter(model), value)
    return parsed


def parse_any(adapter: TypeAdapter[T], value: Any) -> T:
    """The value as what the adapter describes; like `parse`, for unions."""
    try:
        # Read as JSON, where a date is a string and nothing else is.
        return adapter.validate_json(json.dumps(value))
    except ValidationError as error:
        raise invalid(error) from error


def readable(text: str) -> str:
    """The text, when every character of it can be shown."""
    allowed = {"\n", "\t"}
    if any(unicodedata.category(c) in {"Cc", "Cs", "Cn"} and c not in allowed for c in text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def without_citizen_numbers(text: str) -> str:
    """The text, when no number in it identifies a citizen to the state."""
    if holds_bsn(text) or holds_v_number(text):
        raise PydanticCustomError("citizen_number", "a BSN or V-number")
    return text


def ours(code: str) -> PydanticCustomError:
    """A fault by one of our own codes."""
    return PydanticCustomError(code, code.replace("_", " "))


def free(text: str) -> str:
    """The text, readable and without numbers of the state."""
    return without_citizen_numbers(readable(text))


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.IGNORECASE,
)


def _day(given: Any) -> date:
    """The day, when a text is one as JSON Schema knows it: pydantic also reads Unix seconds."""
    if not isinstance(given, str):
        raise ours("date_type")
    try:
        return date.fromisoformat(_whole(_DAY, given))
    except ValueError as error:
        raise ours("date_parsing") from error


def _instant(given: Any) -> datetime:
    """The instant in UTC, when a text is one in RFC 3339; none that UTC cannot write."""
    if not isinstance(given, str):
        raise ours("datetime_type")
    try:
        return datetime.fromisoformat(_whole(_INSTANT, given).upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ours("datetime_parsing") from error


def _whole(form: re.Pattern[str], written: str) -> str:
    if form.fullmatch(written) is None:
        raise ValueError(written)
    return written


Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_instant)]

# Behind the bounds of a text: what may stand in it. FREE is for what people write as they like.
READABLE = AfterValidator(readable)
FREE = AfterValidator(free)

Key = Annotated[str, Field(min_length=1, max_length=128), READABLE]  # of somebody's own system
Long = Annotated[str, Field(min_length=1, max_length=1024), READABLE]
Short = Annotated[str, Field(min_length=1, max_length=64), READABLE]
Name = Annotated[str, Field(min_length=1, max_length=120), READABLE]
Line = Annotated[str, Field(min_length=1, max_length=200), READABLE]
FreeShort = Annotated[str, Field(min_length=1, max_length=64), FREE]
FreeText = Annotated[str, Field(max_length=2000), FREE]


def merged(old: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The old body with the patch laid over it (RFC 7386: null takes a member away)."""
    result = dict(old)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result
