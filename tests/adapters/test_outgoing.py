"""Calling addresses of others: pinned, encrypted, bounded, and honest about what is not known."""

import socket
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from chalicelib.adapters.outgoing import HttpsOutgoing
from chalicelib.domain.errors import Ambiguous, Permanent, Temporary
from chalicelib.domain.web_address import CallFault
from chalicelib.usecases.ports import Answered, Call, Outgoing
from tests.adapters.contracts.outgoing import OutgoingContract
from tests.adapters.web_server import NAME, Certificate, WebServer, certificate, web_server
from tests.fakes.outgoing import FakeOutgoing

pytestmark = pytest.mark.enable_socket  # this machine only


class Names:
    """Resolves each name to the next of these answers, and counts."""

    def __init__(self, *answers: Iterable[str] | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Iterable[str]:
        self.asked.append((host, port))
        answer = self._answers[min(len(self.asked), len(self._answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(scope="module")
def believed(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(believed: Certificate) -> Iterator[WebServer]:
    with web_server(encrypted_with=believed) as running:
        running.answer("200 OK", b"Dag", 'ETag: "1"')
        yield running


@pytest.fixture
def url(server: WebServer) -> str:
    return f"https://{NAME}:{server.port}/feed?from=1"


@pytest.fixture
def outgoing(believed: Certificate) -> HttpsOutgoing:
    return here(believed)


def here(
    believed: Certificate,
    *,
    names: Iterable[str] | Exception = ("127.0.0.1",),
    whole_s: float = 5.0,
) -> HttpsOutgoing:
    """The adapter, for which every name is this machine."""
    return HttpsOutgoing(here_too=True, resolve=Names(names), trust=believed.trust, whole_s=whole_s)


class TestHttpsOutgoing(OutgoingContract):
    """The contract over TLS."""


class TestFakeOutgoing(OutgoingContract):
    @pytest.fixture
    def outgoing(self, url: str) -> Outgoing:
        fake = FakeOutgoing()
        fake.answers[url] = Answered(200, {"etag": '"1"'}, b"Dag")
        return fake


def test_the_name_stays_though_the_number_is_called(
    outgoing: HttpsOutgoing, server: WebServer, url: str
) -> None:
    outgoing.call(Call("GET", url, {"If-None-Match": '"0"'}))
    (asked,) = server.asked
    assert server.names == [NAME]
    assert asked.startswith(b"GET /feed?from=1 HTTP/1.1\r\n")
    assert f"Host: {NAME}:{server.port}\r\n".encode() in asked
    assert b'If-None-Match: "0"\r\n' in asked
    assert b"Connection: close\r\n" in asked


def test_a_post_takes_its_body_and_headers_along(
    outgoing: HttpsOutgoing, server: WebServer, url: str
) -> None:
    outgoing.call(Call("POST", url, {"Content-Type": "application/json"}, b'{"a": 1}'))
    assert server.asked[0].startswith(b"POST ")
    assert b"Content-Type: application/json\r\n" in server.asked[0]
    assert server.asked[0].endswith(b'\r\n\r\n{"a": 1}')


def test_a_post_without_a_body_says_so(
    outgoing: HttpsOutgoing, server: WebServer, url: str
) -> None:
    outgoing.call(Call("POST", url))
    assert b"Content-Length: 0\r\n" in server.asked[0]


def test_a_name_is_resolved_once_and_held_to(
    believed: Certificate, server: WebServer, url: str
) -> None:
    """A resolver that says something public first and something private next moves nothing."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    adapter = HttpsOutgoing(here_too=True, resolve=names, trust=believed.trust)
    assert adapter.call(Call("GET", url)).status == 200
    assert names.asked == [(NAME, server.port)]


@pytest.mark.parametrize(
    "numbers",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]],
)
def test_a_name_of_this_machine_or_another_private_one_is_never_called(
    believed: Certificate, server: WebServer, url: str, numbers: list[str]
) -> None:
    adapter = HttpsOutgoing(resolve=Names(numbers), trust=believed.trust)
    with pytest.raises(Permanent, match=CallFault.NOT_PUBLIC):
        adapter.call(Call("GET", url))
    assert server.asked == []


def test_a_redirect_is_an_answer_like_any_other(
    outgoing: HttpsOutgoing, server: WebServer, url: str
) -> None:
    server.answer("302 Found", b"", "Location: https://169.254.169.254/")
    answered = outgoing.call(Call("GET", url))
    assert (answered.status, len(server.asked)) == (302, 1)
    assert answered.headers["location"] == "https://169.254.169.254/"


def test_another_number_is_tried_when_the_first_is_deaf(believed: Certificate, url: str) -> None:
    both = here(believed, names=("127.9.9.9", "127.0.0.1"))
    assert both.call(Call("GET", url)).status == 200


def test_a_certificate_for_another_name_ends_it(tmp_path: Path, outgoing: HttpsOutgoing) -> None:
    with web_server(encrypted_with=certificate(tmp_path, "other.example.nl")) as other:
        with pytest.raises(Temporary, match=CallFault.CERTIFICATE):
            outgoing.call(Call("POST", f"https://{NAME}:{other.port}/"))
        assert other.asked == []


def test_a_certificate_nobody_vouches_for_ends_it(url: str, server: WebServer) -> None:
    with pytest.raises(Temporary, match=CallFault.CERTIFICATE):
        HttpsOutgoing(here_too=True, resolve=Names(["127.0.0.1"])).call(Call("GET", url))
    assert server.asked == []


def test_whoever_speaks_no_tls_breaks_off(outgoing: HttpsOutgoing) -> None:
    with web_server() as plain, pytest.raises(Temporary, match=CallFault.BROKEN_OFF):
        outgoing.call(Call("POST", f"https://{NAME}:{plain.port}/"))


@pytest.mark.parametrize("fault", [socket.gaierror("no such name"), UnicodeError("too long")])
def test_a_name_nobody_knows_may_be_known_tomorrow(
    believed: Certificate, url: str, fault: Exception
) -> None:
    with pytest.raises(Temporary, match=CallFault.NAME_UNKNOWN):
        here(believed, names=fault).call(Call("POST", url))


def test_a_resolver_that_does_not_answer_is_left_behind(believed: Certificate, url: str) -> None:
    ended = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        ended.wait()
        return []

    adapter = HttpsOutgoing(resolve=never, trust=believed.trust, whole_s=0.1)
    with pytest.raises(Temporary, match=CallFault.NAME_UNKNOWN):
        adapter.call(Call("GET", url))
    ended.set()


def test_whoever_takes_the_connection_and_says_nothing_is_left(believed: Certificate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"https://{NAME}:{deaf.getsockname()[1]}/"
        with pytest.raises(Temporary, match=CallFault.NO_ANSWER):
            here(believed, whole_s=0.2).call(Call("POST", url))


def test_half_an_answer_is_none_without_tls_either() -> None:
    with web_server() as plain:
        plain.says = [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"]
        with pytest.raises(Temporary, match=CallFault.BROKEN_OFF):
            HttpsOutgoing(here_too=True).call(Call("GET", f"http://127.0.0.1:{plain.port}/"))


def test_where_nobody_listens_nothing_was_done(believed: Certificate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    with pytest.raises(Temporary, match=CallFault.UNREACHABLE):
        here(believed).call(Call("POST", f"https://{NAME}:{port}/"))


BROKEN = [
    [],  # hung up at once
    [b"220 mail.example.nl ESMTP\r\n"],
    [b"HTTP/1.1 200 OK\r\nContent-Le"],
    [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"],
    [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsho"],
    [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
    [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"],
    [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"],
]


@pytest.mark.parametrize("says", BROKEN)
def test_an_answer_that_breaks_off_is_none(
    outgoing: HttpsOutgoing, server: WebServer, url: str, says: list[bytes]
) -> None:
    server.says = says
    with pytest.raises(Temporary, match=CallFault.BROKEN_OFF):
        outgoing.call(Call("GET", url))


@pytest.mark.parametrize("says", BROKEN)
def test_of_a_post_nobody_knows_then_whether_it_was_taken(
    outgoing: HttpsOutgoing, server: WebServer, url: str, says: list[bytes]
) -> None:
    server.says = says
    with pytest.raises(Ambiguous, match=CallFault.BROKEN_OFF):
        outgoing.call(Call("POST", url, body=b"{}"))


@pytest.mark.parametrize(
    "says",
    [
        [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"] + [b"."] * 99,
        [b"HTTP/1.1 200 OK\r\n"] + [b"X: y\r\n"] * 90,
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 90,
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"] + [b"1\r\n.\r\n"] * 90,
    ],
)
def test_whoever_drips_is_left_when_the_whole_took_too_long(
    believed: Certificate, server: WebServer, url: str, says: list[bytes]
) -> None:
    server.says, server.pause_s = says, 0.05
    with pytest.raises(Temporary, match=CallFault.NO_ANSWER):
        here(believed, whole_s=0.4).call(Call("GET", url))


def test_silence_after_a_post_leaves_it_open(
    believed: Certificate, server: WebServer, url: str
) -> None:
    server.pause_s = 5.0
    with pytest.raises(Ambiguous, match=CallFault.NO_ANSWER):
        here(believed, whole_s=0.3).call(Call("POST", url))


def test_an_endless_answer_is_cut(outgoing: HttpsOutgoing, server: WebServer, url: str) -> None:
    server.says = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"." * 4096] * 100]
    answered = outgoing.call(Call("GET", url, most_bytes=5000))
    assert (len(answered.body), answered.is_cut) == (5000, True)


def test_this_machine_needs_no_tls_where_it_is_admitted() -> None:
    with web_server() as plain:
        plain.answer("204 No Content", b"")
        url = f"http://127.0.0.1:{plain.port}/"
        assert HttpsOutgoing(here_too=True).call(Call("GET", url)).status == 204
        with pytest.raises(Permanent, match=CallFault.NOT_HTTPS):
            HttpsOutgoing().call(Call("GET", url))
        assert len(plain.asked) == 1
