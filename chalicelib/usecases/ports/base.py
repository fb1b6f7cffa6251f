"""What several ports share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items and, when there are more, an opaque cursor to go on from."""

    items: tuple[T, ...]
    next_cursor: str | None = None
