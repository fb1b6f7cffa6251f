"""What a library's system said last of each type, so that an older message overtakes nothing."""

from datetime import datetime

Heard = tuple[tuple[str, datetime], ...]  # type of message, and when the newest of it was said


def is_overtaken(heard: Heard, type_: str, *, said_at: datetime) -> bool:
    """Whether the library said something newer of this type, that was delivered before."""
    return any(type_ == known and said_at < at for known, at in heard)


def hearing(heard: Heard, type_: str, *, said_at: datetime) -> Heard:
    """The same, with when this was said."""
    return (*(pair for pair in heard if pair[0] != type_), (type_, said_at))
