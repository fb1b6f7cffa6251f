"""Domain values as attributes and back: top-level fields one by one, nested ones as JSON values.

pydantic does the work: the API has imported it already. A field that this release does not know
is passed over, one that is missing takes its default, so two releases can live side by side.
"""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pydantic import TypeAdapter

T = TypeVar("T", bound="DataclassInstance")


def attributes(thing: "DataclassInstance", *, without: Collection[str] = ()) -> dict[str, Any]:
    """Each field by its name, as text, number, boolean, None or JSON value."""
    dumped = _adapter(type(thing)).dump_python(thing, mode="json", exclude=set(without))
    return cast("dict[str, Any]", dumped)


def thing(kind: type[T], attributes: Mapping[str, Any]) -> T:
    """The domain value that `attributes` came from."""
    known = {
        field.name: attributes.get(field.name)
        for field in fields(kind)
        if attributes.get(field.name) is not None or _is_required(field)
    }
    return cast("T", _adapter(kind).validate_python(known))


def _is_required(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _adapter(kind: type) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
