"""One call to an address that somebody else gave us, over HTTPS, within bounds.

The name is resolved once, its numbers are judged, and the connection goes to a number that was
judged: a second look could answer otherwise. The certificate and `Host` keep the name.
"""

import io
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from chalicelib.domain.errors import Ambiguous, Permanent, Temporary
from chalicelib.domain.web_address import (
    Address,
    AddressRefused,
    CallFault,
    WebAddress,
    callable_numbers,
    web_address,
)
from chalicelib.usecases.ports import Answered, Call

CONNECT_S, READ_S, WHOLE_S = 3.0, 5.0, 15.0
_MOST_TRIED = 2  # of a name's numbers
_OURS = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "wegwijs"}

Resolve = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """The numbers a name stands for, as the system says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class HttpsOutgoing:
    """The port `Outgoing`; `here_too` admits this machine, and belongs to tests and local stacks.

    `whole_s` bounds one call from the first look at the name to the last byte.
    """

    def __init__(
        self,
        *,
        here_too: bool = False,
        resolve: Resolve = resolved,
        trust: ssl.SSLContext | None = None,
        whole_s: float = WHOLE_S,
    ) -> None:
        self._here_too, self._resolve, self._whole_s = here_too, resolve, whole_s
        self._trust = trust or ssl.create_default_context()

    def fault(self, url: str) -> CallFault | None:
        try:
            web_address(url, here_too=self._here_too)
        except AddressRefused as refused:
            return refused.fault
        return None

    def call(self, call: Call) -> Answered:
        until = monotonic() + self._whole_s
        try:
            address = web_address(call.url, here_too=self._here_too)
            numbers = self._numbers(address, until)
        except AddressRefused as refused:
            raise Permanent(refused.fault) from refused
        connected = self._connected(address, numbers, until)
        try:
            return _exchange(_Within(connected, until), address, call)
        except TimeoutError as error:
            raise _nothing_came(call, CallFault.NO_ANSWER) from error
        except (OSError, HTTPException) as error:
            raise _nothing_came(call, CallFault.BROKEN_OFF) from error
        finally:
            connected.close()

    def _numbers(self, address: WebAddress, until: float) -> tuple[Address, ...]:
        try:
            numbers = _in_time(partial(self._resolve, address.host, address.port), until)
        except (OSError, UnicodeError) as error:  # a name can be too long for the system
            raise Temporary(CallFault.NAME_UNKNOWN) from error
        return callable_numbers(numbers, here_too=self._here_too)

    def _connected(
        self, address: WebAddress, numbers: Iterable[Address], until: float
    ) -> socket.socket:
        connected = _first_that_answers(list(numbers)[:_MOST_TRIED], address.port, until)
        if not address.is_encrypted:
            return connected
        try:
            connected.settimeout(_left(until, READ_S))
            # An end that nobody signed is no end: what came may be half an answer.
            return self._trust.wrap_socket(
                connected, server_hostname=address.host, suppress_ragged_eofs=False
            )
        except ssl.SSLCertVerificationError as error:
            raise Temporary(CallFault.CERTIFICATE) from error
        except TimeoutError as error:
            raise Temporary(CallFault.NO_ANSWER) from error
        except OSError as error:
            raise Temporary(CallFault.BROKEN_OFF) from error
        finally:
            # Wrapped, the first is empty and closing it does nothing.
            connected.close()


def _nothing_came(call: Call, fault: CallFault) -> Temporary | Ambiguous:
    return Temporary(fault) if call.method == "GET" else Ambiguous(fault)


def _left(until: float, at_most: float) -> float:
    """Seconds to wait for the next thing; raises TimeoutError when none are left."""
    left = min(until - monotonic(), at_most)
    if left <= 0:
        raise TimeoutError
    return left


def _in_time(look_up: Callable[[], Iterable[str]], until: float) -> Iterable[str]:
    """What the look-up finds. The system's has no time-out, so it is left behind in its thread."""
    found: SimpleQueue[Iterable[str] | Exception] = SimpleQueue()

    def look() -> None:
        try:
            found.put(look_up())
        except (OSError, UnicodeError) as error:
            found.put(error)

    threading.Thread(target=look, name="look-up", daemon=True).start()
    try:
        answer = found.get(timeout=_left(until, READ_S))
    except Empty as error:
        raise TimeoutError from error
    if isinstance(answer, Exception):
        raise answer
    return answer


def _first_that_answers(numbers: Iterable[Address], port: int, until: float) -> socket.socket:
    failed: OSError | None = None
    for number in numbers:
        try:
            return socket.create_connection((str(number), port), _left(until, CONNECT_S))
        except OSError as error:
            failed = error
    raise Temporary(CallFault.UNREACHABLE) from failed


class _Within:
    """A socket that gives up when the whole took too long, however lively each part is."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self._socket, self._until = connected, until

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._until, READ_S))
        self._socket.sendall(data)

    def recv_into(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._until, READ_S))
        return self._socket.recv_into(buffer)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self))

    def close(self) -> None:
        """Nothing: http.client closes as soon as it has the head, and the body is still to come."""


class _Reading(io.RawIOBase):
    def __init__(self, within: _Within) -> None:
        self._within = within

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._within.recv_into(buffer)


def _exchange(within: _Within, address: WebAddress, call: Call) -> Answered:
    connection = HTTPConnection(address.host, address.port)
    connection.sock = within
    headers = {**call.headers, **_OURS, "Host": address.authority}
    connection.request(call.method, address.target, call.body or None, headers)
    with connection.getresponse() as response:
        return _read(response, call.most_bytes)


def _read(response: HTTPResponse, most_bytes: int) -> Answered:
    body = response.read(most_bytes + 1)
    is_cut = len(body) > most_bytes
    if not is_cut and response.length:  # promised, and not come
        raise HTTPException("the answer ends too early")
    return Answered(response.status, _headers(response), body[:most_bytes], is_cut)


def _headers(response: HTTPResponse) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}
