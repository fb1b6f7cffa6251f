"""Addresses that somebody else gave us to call: which we accept, and which numbers are public.

Whoever names an address could name one of ours: the metadata of the machine, the network behind
it. So only names are believed, spelled in one way, and the numbers they stand for must be public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import SplitResult, quote, urlsplit

Address = IPv4Address | IPv6Address


class CallFault(StrEnum):
    """Why a call did not go out, or brought no answer; the words are in the texts."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    NAMES_A_USER = "names_a_user"
    NOT_A_NAME = "not_a_name"
    PORT_CLOSED = "port_closed"
    NOT_PUBLIC = "not_public"
    NAME_UNKNOWN = "name_unknown"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NO_ANSWER = "no_answer"
    BROKEN_OFF = "broken_off"


class AddressRefused(ValueError):
    """The address is not one that we call; `fault` says why."""

    def __init__(self, fault: CallFault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Where a call goes: `host` in ASCII without a final dot, `target` as it stands in a request.

    `is_encrypted` is false on this machine only.
    """

    host: str
    port: int
    target: str
    is_encrypted: bool = True

    @property
    def authority(self) -> str:
        """The header `Host`: the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_encrypted else 80) else f"{host}:{self.port}"


_LONGEST = 2000
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def web_address(url: str, *, here_too: bool = False) -> WebAddress:
    """The address in its one spelling; `here_too` admits this machine, also without encryption.

    Raises:
        AddressRefused: it is no such address, or one that we never call.
    """
    parts = _split(url)
    host = _host(parts)
    is_here = here_too and host in _THIS_MACHINE
    if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
        raise AddressRefused(CallFault.NOT_HTTPS)
    if "@" in parts.netloc:
        raise AddressRefused(CallFault.NAMES_A_USER)
    if not is_here and not _is_name(host):
        raise AddressRefused(CallFault.NOT_A_NAME)
    is_encrypted = parts.scheme == "https"
    port = parts.port if parts.port is not None else (443 if is_encrypted else 80)
    # Below 1024 every port belongs to a protocol, and ours is 443.
    if not is_here and port != 443 and port < 1024:
        raise AddressRefused(CallFault.PORT_CLOSED)
    return WebAddress(host, port, _target(parts), is_encrypted)


def _split(url: str) -> SplitResult:
    # Blanks, control characters and backslashes are read differently by different readers.
    if len(url) > _LONGEST or not url.isprintable() or any(sign in url for sign in " \\"):
        raise AddressRefused(CallFault.NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressRefused(CallFault.NOT_AN_ADDRESS) from error
    if not parts.scheme or not parts.hostname:
        raise AddressRefused(CallFault.NOT_AN_ADDRESS)
    return parts


def _host(parts: SplitResult) -> str:
    """The name as the network spells it: `bücher.nl` and `１２７.0.0.1` in ASCII."""
    try:
        return (parts.hostname or "").encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise AddressRefused(CallFault.NOT_A_NAME) from error


def _is_name(host: str) -> bool:
    """Whether this is a name of at least two parts; `127.1`, `0x7f000001` and `[::1]` are none.

    Numbers are refused in every spelling, for one reader's name is another reader's number.
    """
    labels = host.split(".")
    return (
        len(labels) >= 2
        and len(host) <= 253
        and all(_is_label(label) for label in labels)
        and not labels[-1][0].isdigit()
    )


def _is_label(label: str) -> bool:
    return (
        0 < len(label) <= 63
        and label.replace("-", "").replace("_", "").isalnum()
        and not (label.startswith("-") or label.endswith("-"))
    )


def _target(parts: SplitResult) -> str:
    # What is quoted already stays so; what is not ASCII is quoted now.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    return f"{path}?{query}" if query else path


# https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-special-registry, without
# the few that are reachable from everywhere; 168.63.129.16 is a cloud's own service on a public
# number.
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Everything outside is mapped, translated (NAT64), local, multicast, or not given out yet.
_OPEN_6 = IPv6Network("2000::/3")
# Teredo and other protocols, documentation, 6to4: the first and the last carry an older address.
_CLOSED_6 = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


def is_public(address: Address) -> bool:
    """Whether this number is somebody's on the open internet, and carries no other number."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return (
        address in _OPEN_6
        and address.scope_id is None
        and not any(address in network for network in _CLOSED_6)
    )


def callable_numbers(numbers: Iterable[str], *, here_too: bool = False) -> tuple[Address, ...]:
    """All the numbers that a name stands for, in their order.

    One that may not be called spoils the name: whoever mixes them has something in mind.

    Raises:
        AddressRefused: not all of them may be called, or there are none.
    """
    found = tuple(ip_address(number) for number in numbers)
    if not found:
        raise AddressRefused(CallFault.NAME_UNKNOWN)
    if not all(is_public(one) or (here_too and one.is_loopback) for one in found):
        raise AddressRefused(CallFault.NOT_PUBLIC)
    return found
