"""Names of places as they are compared, and under which name a place that was looked up is kept."""

import unicodedata


def folded(name: str) -> str:
    """The name as it is compared: without case, accents, apostrophes, hyphens and double spaces."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def postcode_query(digits: str) -> str:
    """What a question for four digits is kept under."""
    return f"postcode {digits}"


def place_query(name: str) -> str:
    """What a question for a place is kept under: the same however people write the name."""
    return f"place {folded(name)}"
