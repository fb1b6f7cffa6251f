"""Reading JSON that strangers send: strict, bounded, and never a surprise further in."""

import json
import re
from typing import Any, NoReturn

from chalicelib.domain.errors import WegwijsError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
_NESTING = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJson(WegwijsError):
    """The body cannot be read as JSON, and why."""

    code = "not_json"


class TooLarge(WegwijsError):
    """The body is larger than this door takes."""

    code = "too_large"


class UnsupportedMediaType(WegwijsError):
    """The body is of a kind this door does not read."""

    code = "unsupported_media_type"


def read_json(raw: bytes, *, max_bytes: int = MAX_BYTES) -> Any:
    """What the body says. Plain JSON only: no NaN, no duplicate keys, no lone surrogates.

    Raises:
        TooLarge: over `max_bytes`. NotJson: anything else.
    """
    if len(raw) > max_bytes:
        raise TooLarge(str(max_bytes))
    if _depth(raw) > MAX_DEPTH:
        raise NotJson("too_deep")
    try:
        text = raw.decode("utf-8")
        value = json.loads(
            text,
            parse_constant=_no_constants,
            object_pairs_hook=_no_duplicates,
            parse_float=_finite,
        )
    except UnicodeDecodeError as error:
        raise NotJson("not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise NotJson("malformed") from error
    if "\\u" in text and _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise NotJson("lone_surrogate")
    return value


def _depth(raw: bytes) -> int:
    deepest = depth = 0
    for token in _NESTING.findall(raw):
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"]}":
            depth -= 1
    return deepest


def _no_constants(name: str) -> NoReturn:
    raise NotJson(f"not_a_number: {name}")


def _finite(written: str) -> float:
    number = float(written)
    if number in (float("inf"), float("-inf")):
        raise NotJson("number_too_large")
    return number


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("duplicate_key")
    return found
