"""What Open Referral HSDS 3.0 asks of each object, in our own words.

Compared field by field with the schemas that github.com/openreferral/specification publishes
(schema/*.json): which members are required, their types, formats and words. Stricter than those in
one way: a member that is not named here is refused, so that none of ours strays in unnoticed.
"""

from typing import Any

Rule = dict[str, Any]
UUID: Rule = {"type": "string", "format": "uuid"}
TEXT: Rule = {"type": "string", "minLength": 1}
ANY_TEXT: Rule = {"type": "string"}
NUMBER: Rule = {"type": "number"}
EMAIL: Rule = {"type": "string", "format": "email"}
DAY: Rule = {"type": "string", "format": "date"}
CLOCK: Rule = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
KINDS_OF_PLACE: Rule = {"enum": ["physical", "postal", "virtual"]}


def an(required: Rule, optional: Rule | None = None) -> Rule:
    """An object with an identifier, these members, perhaps those, and no others."""
    always = {"id": UUID, **required}
    return {
        "type": "object",
        "required": list(always),
        "properties": {**always, **(optional or {})},
        "additionalProperties": False,
    }


def many(of: Rule) -> Rule:
    return {"type": "array", "items": of}


PHONE = an({"number": TEXT})
LANGUAGE = an({}, {"name": TEXT, "code": {"type": "string", "pattern": "^[a-z]{2,3}$"}})
SERVICE_AREA = an({}, {"service_id": UUID, "name": TEXT})
COST_OPTION = an(
    {},
    {"service_id": UUID, "amount": NUMBER, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
)
SCHEDULE = an(
    {},
    {
        "service_id": UUID,
        "freq": {"enum": ["WEEKLY", "MONTHLY"]},
        "interval": NUMBER,
        "byday": {"type": "string", "pattern": "^-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)$"},
        "count": NUMBER,
        "dtstart": DAY,
        "valid_from": DAY,
        "valid_to": DAY,
        "opens_at": CLOCK,
        "closes_at": CLOCK,
        "notes": ANY_TEXT,
    },
)
ADDRESS = an(
    {
        "address_1": TEXT,
        "city": TEXT,
        "state_province": ANY_TEXT,
        "postal_code": ANY_TEXT,
        "country": {"const": "NL"},
        "address_type": KINDS_OF_PLACE,
    },
    {"location_id": UUID},
)
ACCESSIBILITY = an({}, {"location_id": UUID, "description": TEXT})
LOCATION = an(
    {"location_type": KINDS_OF_PLACE},
    {
        "name": TEXT,
        "latitude": NUMBER,
        "longitude": NUMBER,
        "external_identifier": TEXT,
        "external_identifier_type": TEXT,
        "addresses": many(ADDRESS),
        "accessibility": many(ACCESSIBILITY),
    },
)
SERVICE_AT_LOCATION = an({}, {"service_id": UUID, "location_id": UUID, "location": LOCATION})
IDENTIFIER = an(
    {"identifier_type": TEXT, "identifier": TEXT},
    {"organization_id": UUID, "identifier_scheme": TEXT},
)
ORGANIZATION = an(
    {"name": TEXT, "description": TEXT},
    {
        "email": EMAIL,
        "phones": many(PHONE),
        "organization_identifiers": many(IDENTIFIER),
        "locations": many(LOCATION),
    },
)
TAXONOMY_TERM = an({"name": TEXT, "description": TEXT}, {"taxonomy": TEXT})
# The three beside the identifier are required where HSDS is kept in tables.
ATTRIBUTE = an(
    {"link_id": UUID, "link_entity": {"const": "service"}, "taxonomy_term_id": UUID},
    {"link_type": TEXT, "value": TEXT, "taxonomy_term": TAXONOMY_TERM},
)
SERVICE = an(
    {
        "name": TEXT,
        "status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
        "organization_id": UUID,
        "organization": ORGANIZATION,
    },
    {
        "description": ANY_TEXT,
        "email": EMAIL,
        "fees_description": TEXT,
        "assured_date": DAY,
        "phones": many(PHONE),
        "languages": many(LANGUAGE),
        "service_areas": many(SERVICE_AREA),
        "cost_options": many(COST_OPTION),
        "schedules": many(SCHEDULE),
        "service_at_locations": many(SERVICE_AT_LOCATION),
        "attributes": many(ATTRIBUTE),
    },
)
