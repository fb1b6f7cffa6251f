"""The parts that operations share: parameters in the path and in headers, and headers answered."""

from collections.abc import Mapping
from typing import Any

from chalicelib.entry.parsing.library import ISIL_LIBRARY

Part = dict[str, Any]


def _path(name: str, description: str, schema: Part) -> Part:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def _header(name: str, description: str, schema: Part) -> Part:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": schema,
    }


PARAMETERS: Mapping[str, Part] = {
    "ReferralId": _path("id", "Id van de verwijzing.", {"type": "string", "maxLength": 64}),
    "PlacementId": _path("id", "Id van de plaatsing.", {"type": "string", "maxLength": 64}),
    "MunicipalityCode": _path(
        "code",
        "CBS-code van de gemeente.",
        {"type": "string", "pattern": "^GM[0-9]{4}$", "examples": ["GM0344"]},
    ),
    "HandoverToken": _path(
        "token", "Het laatste deel van de link.", {"type": "string", "maxLength": 200}
    ),
    "TaskId": _path("id", "Id van de taak.", {"type": "string", "maxLength": 64}),
    "ActivityId": _path("id", "Id van de activiteit.", {"type": "string", "maxLength": 64}),
    "ProgrammeId": _path("id", "Id van het programma.", {"type": "string", "maxLength": 64}),
    "ImportId": _path("id", "Id van de import.", {"type": "string", "maxLength": 64}),
    "DeliveryId": _path("id", "Id van de bezorging.", {"type": "string", "maxLength": 64}),
    "SecretId": _path("id", "Id van het geheim.", {"type": "string", "maxLength": 64}),
    "LibraryIsil": _path(
        "isil",
        "ISIL van de organisatie.",
        {"type": "string", "pattern": ISIL_LIBRARY, "examples": ["NL-0899040000"]},
    ),
    "IdempotencyKey": _header(
        "Idempotency-Key",
        "Eigen sleutel van dit verzoek; wie het herhaalt, stuurt dezelfde.",
        {"type": "string", "pattern": "^[ -~]*[!-~][ -~]*$", "minLength": 1, "maxLength": 255},
    ),
    "IfMatch": _header(
        "If-Match",
        "De ETag van wat er gelezen is.",
        {"type": "string", "maxLength": 64, "examples": ['"3"']},
    ),
    "IfMatchWhenKnown": {
        **_header(
            "If-Match",
            "De ETag van wat er gelezen is; genoemd wordt zij nagekeken.",
            {"type": "string", "maxLength": 64, "examples": ['"3"']},
        ),
        "required": False,
    },
    "WebhookId": _header(
        "webhook-id",
        "Id van het bericht; bij herhalen hetzelfde.",
        {"type": "string", "minLength": 1, "maxLength": 255, "examples": ["msg_2Lh9KRb0pzN4LePd3"]},
    ),
    "WebhookTimestamp": _header(
        "webhook-timestamp",
        "Wanneer het is verstuurd, in seconden sinds 1970 (UTC); hoogstens vijf minuten ernaast.",
        {"type": "string", "pattern": "^[0-9]{1,12}$", "examples": ["1795514100"]},
    ),
    "WebhookSignature": _header(
        "webhook-signature",
        "`v1,` en de base64 van HMAC-SHA256 over `id.timestamp.body`; meer dan één met spaties.",
        {"type": "string", "minLength": 1, "maxLength": 4096},
    ),
}

# Which parameter stands in a path, by how the path begins.
IN_PATH: Mapping[str, str] = {
    "/referrals/{id}": "ReferralId",
    "/handovers/{token}": "HandoverToken",
    "/tasks/{id}": "TaskId",
    "/municipalities/{code}": "MunicipalityCode",
    "/placements/{id}": "PlacementId",
    "/activities/{id}": "ActivityId",
    "/catalogue-imports/{id}": "ImportId",
    "/libraries/{isil}": "LibraryIsil",
    "/libraries/{isil}/deliveries/{id}": "DeliveryId",
    "/libraries/{isil}/secrets/{id}": "SecretId",
    "/programmes/{id}": "ProgrammeId",
}

_TEXT = {"type": "string"}
HEADERS: Mapping[str, Part] = {
    "ApiVersion": {
        "description": "De volledige versie van deze API.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
    },
    "ETag": {
        "description": "De versie, voor If-Match.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Location": {
        "description": "Waar het staat.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "RetryAfter": {
        "description": "Over hoeveel seconden het weer kan.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "WwwAuthenticate": {
        "description": "Hoe in te loggen.",
        "required": True,
        "schema": _TEXT,
    },
    "AccessControlAllowOrigin": {
        "description": "Vanaf welke websites het gelezen mag worden.",
        "required": True,
        "schema": {"const": "*"},
    },
}
# The name on the wire, where it is not that of the component.
WIRE_NAME: Mapping[str, str] = {
    "ApiVersion": "API-Version",
    "RetryAfter": "Retry-After",
    "WwwAuthenticate": "WWW-Authenticate",
    "AccessControlAllowOrigin": "Access-Control-Allow-Origin",
}
