"""Coded words at the door that are not enums: languages and municipalities."""

import csv
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.entry.parsing.base import ours

_LANGUAGES = Path(__file__).parents[2] / "data" / "languages.csv"


@cache
def language_codes() -> frozenset[str]:
    """The languages Wegwijs knows by code, Dutch among them."""
    with _LANGUAGES.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file)) | {"nl"}


def _known(code: str) -> str:
    if code not in language_codes():
        raise ours("unknown_language")
    return code


def _name_them(schema: dict[str, Any]) -> None:
    """The schema with the codes we know; read when a document is made, not when we start."""
    schema["enum"] = sorted(language_codes())


LanguageCode = Annotated[
    str,
    StringConstraints(min_length=2, max_length=8),
    AfterValidator(_known),
    Field(description="Taalcode (BCP 47).", examples=["ar"], json_schema_extra=_name_them),
]
Municipality = Annotated[
    str,
    Field(pattern="^GM[0-9]{4}$", description="CBS-code van een gemeente.", examples=["GM0344"]),
]
