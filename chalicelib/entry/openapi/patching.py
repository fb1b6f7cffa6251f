"""What a PATCH may say, derived from what a POST must say (RFC 7386)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.entry.parsing.correction import CORRECTABLE

Schema = dict[str, Any]
REFERRAL_CORRECTION = "ReferralCorrection"
_WITHIN = {"person": "PersonIn", "agreement": "AgreementIn", "travel": "TravelIn"}


def correction_schemas(schemas: Mapping[str, Schema], *, prefix: str) -> dict[str, Schema]:
    """The schemas of a correction by name; `prefix` stands before a name in a reference."""
    parts = {_name(model): _patch_of(schemas[model]) for model in _WITHIN.values()}
    whole = _patch_of(schemas["ReferralFields"])
    kept = {name: one for name, one in whole["properties"].items() if name in CORRECTABLE}
    for member, model in _WITHIN.items():
        kept[member] = _pointing_to(kept[member], model, prefix=prefix)
    return {REFERRAL_CORRECTION: {**whole, "properties": kept}, **parts}


def _name(model: str) -> str:
    return model.removesuffix("In") + "Correction"


def _patch_of(schema: Schema) -> Schema:
    """The schema with no member required; null takes away what was not required before."""
    required = frozenset(schema.get("required", ()))
    return {
        "type": "object",
        "description": "Wat genoemd wordt, verandert; null haalt weg (RFC 7386).",
        "additionalProperties": False,
        "properties": {
            name: one if name in required else _removable(one)
            for name, one in schema["properties"].items()
        },
    }


def _removable(schema: Schema) -> Schema:
    rest = {key: value for key, value in schema.items() if key != "default"}
    if {"type": "null"} in rest.get("anyOf", ()):
        return rest
    said = {key: rest.pop(key) for key in ("description",) if key in rest}
    return {"anyOf": [rest, {"type": "null"}], **said}


def _pointing_to(schema: Schema, model: str, *, prefix: str) -> Schema:
    """The schema with its reference to the whole turned into one to its correction."""
    if "$ref" in schema:
        return {**schema, "$ref": prefix + _name(model)}
    turned = [_pointing_to(one, model, prefix=prefix) for one in schema.get("anyOf", ())]
    return {**schema, "anyOf": turned} if turned else schema
