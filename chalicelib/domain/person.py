"""The person, as little as a referral needs. `repr` shows nothing of her."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Who is referred: first name, phone (E.164), and the municipality's own note."""

    first_name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
