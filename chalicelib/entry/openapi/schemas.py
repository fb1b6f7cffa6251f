"""The schemas of the document, from the models that validate and those that describe answers."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from chalicelib.entry.answers.schemas import Answer
from chalicelib.entry.openapi.operation import Shape
from chalicelib.entry.openapi.patching import correction_schemas
from chalicelib.entry.openapi.titles import TITLES, VOCABULARIES

Schema = dict[str, Any]
PREFIX = "#/components/schemas/"
_LABELS = Path(__file__).parents[2] / "data" / "vocabularies.json"


class _WithoutTitles(GenerateJsonSchema):
    """No titles are made out of names of fields: those are English, and say nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


class Schemas:
    """The shared schemas, and how each shape refers to them."""

    def __init__(self, shapes: Iterable[Shape], queries: Collection[type[BaseModel]]) -> None:
        inputs = [
            (_key(shape), "validation", adapter)
            for shape in {_key(shape): shape for shape in (*shapes, *queries)}.values()
            for adapter in _adapter(shape)
        ]
        pointed, whole = TypeAdapter.json_schemas(
            inputs,  # type: ignore[arg-type]  # a list of triples with a literal in the middle
            ref_template=PREFIX + "{model}",
            schema_generator=_WithoutTitles,
        )
        self._pointed = {key: schema for (key, _), schema in pointed.items()}
        shared = whole["$defs"]
        # Of a query each property is a parameter, and nothing refers to the whole.
        self._of_query = {query: shared.pop(query.__name__)["properties"] for query in queries}
        shared |= correction_schemas(shared, prefix=PREFIX)
        self.shared = {name: _in_dutch(name, shared[name]) for name in sorted(shared)}

    def of(self, shape: Shape) -> Schema:
        """The schema of a shape: a reference where there is one."""
        if shape is None:
            return {"type": "object"}
        if isinstance(shape, str):
            return {"$ref": PREFIX + shape}
        pointed: Schema = self._pointed[_key(shape)]
        return pointed

    def parameters(self, query: type[BaseModel]) -> Mapping[str, Schema]:
        """The schemas of a query's parameters by name."""
        parameters: Mapping[str, Schema] = self._of_query[query]
        return parameters


def _adapter(shape: Shape) -> Iterator[TypeAdapter[Any]]:
    if isinstance(shape, TypeAdapter):
        yield shape
    elif shape is not None and not isinstance(shape, str):
        yield TypeAdapter(shape)


def _key(shape: Shape) -> int:
    return id(shape)


def _in_dutch(name: str, schema: Schema) -> Schema:
    """The schema with its Dutch title; of a vocabulary also every word with its label."""
    schema = _without_defaults(schema) if name in _answers() else schema
    said = {"title": TITLES[name]}
    if name in VOCABULARIES:
        said["description"] = _words(schema["enum"], VOCABULARIES[name])
    return {**schema, **said}


def _words(codes: Iterable[str], vocabulary: str | None) -> str:
    label_of = labels().get(vocabulary or "", {})
    return "\n".join(
        f"- `{code}`: {label_of[code]}" if label_of else f"- `{code}`" for code in codes
    )


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """The Dutch label of every word of every vocabulary."""
    read: Mapping[str, Mapping[str, str]] = json.loads(_LABELS.read_text(encoding="utf-8"))
    return read


def _answers() -> frozenset[str]:
    def below(model: type[BaseModel]) -> Iterator[str]:
        for child in model.__subclasses__():
            yield child.__name__
            yield from below(child)

    return frozenset(below(Answer))


def _without_defaults(schema: Schema) -> Schema:
    """An answer leaves a key out or says it; it has no defaults."""
    properties = {
        name: {key: value for key, value in one.items() if key != "default"}
        for name, one in schema["properties"].items()
    }
    return {**schema, "properties": properties}
