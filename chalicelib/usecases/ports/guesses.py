"""How often somebody asked for what is not there."""

from typing import Protocol


class Guesses(Protocol):
    """Counted by the name of a bucket, which says nothing of whose it is; a window at a time."""

    def count(self, name: str) -> None:
        """One more, now."""

    def are_too_many(self, name: str) -> bool:
        """Whether there have been as many in this window as anybody may; may lag by moments."""
