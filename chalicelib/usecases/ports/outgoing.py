"""Calls to addresses that libraries gave us: their feeds, their webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from chalicelib.domain.web_address import CallFault


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of whom; of the answer no more than `most_bytes` are read."""

    method: Literal["GET", "POST"]
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    most_bytes: int = 2**16


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; names of headers in lower case. `is_cut`: there was more than was read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False


class Outgoing(Protocol):
    """The open internet, for whoever is careful.

    Only https, only public numbers, looked up once and held to; no redirect is followed. The text
    of each error is a `CallFault`.
    """

    def fault(self, url: str) -> CallFault | None:
        """Why an address is never called, as far as its spelling tells; nothing goes out."""

    def call(self, call: Call) -> Answered:
        """The answer, whatever its status.

        Raises:
            Permanent: an address that is never called. Temporary: nothing came, and nothing was
                done. Ambiguous: a POST that they may have taken.
        """
