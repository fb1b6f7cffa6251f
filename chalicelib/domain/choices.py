"""What a municipality may choose for itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """Each stands as here until the municipality says otherwise."""

    weekly_encouragement: bool = False  # a text a week to whoever takes part
