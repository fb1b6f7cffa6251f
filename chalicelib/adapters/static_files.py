"""What pages load beside themselves: one style, one script. Each is in the package, named here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).parents[1] / "static"
_KIND_BY_NAME: Mapping[str, str] = {
    "wegwijs.css": "text/css; charset=utf-8",
    "htmx.js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as text; `version` follows from what is in it."""

    name: str
    kind: str
    text: str
    version: str


@cache
def static_file(name: str) -> StaticFile | None:
    """The file of this name; None for every name that is not on the list."""
    kind = _KIND_BY_NAME.get(name)
    if kind is None:
        return None
    text = (_STATIC / name).read_text(encoding="utf-8")
    return StaticFile(name, kind, text, hashlib.sha256(text.encode()).hexdigest()[:16])


def address_of(name: str) -> str:
    """The address of a file, which changes with what is in it."""
    return f"/static/{name}?v={_known(name).version}"


def _known(name: str) -> StaticFile:
    file = static_file(name)
    if file is None:
        raise KeyError(name)
    return file
