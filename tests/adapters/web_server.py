"""A loopback server, over TLS or not, that answers what it is told byte by byte."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "feeds.example.nl"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for one name that only `trust` believes, and where it lies with its key."""

    path: Path
    trust: ssl.SSLContext


def certificate(folder: Path, name: str = NAME) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / f"{name}.pem"
    path.write_bytes(public + private)
    return Certificate(path, ssl.create_default_context(cadata=public.decode()))


@dataclass
class WebServer:
    """The running server: `says` are the pieces it sends, with `pause_s` before each.

    `asked` has the requests whole, `names` the names that callers asked the certificate for.
    """

    port: int
    says: list[bytes] = field(default_factory=list)
    pause_s: float = 0.0
    asked: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, status: str, body: bytes, *headers: str) -> None:
        """From now on it says this, correctly."""
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        head += [*headers, "", ""]
        self.says = ["\r\n".join(head).encode(), body]


@contextmanager
def web_server(encrypted_with: Certificate | None = None) -> Iterator[WebServer]:
    """A server on a free port of this machine, until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.02)
    server = WebServer(listening.getsockname()[1])
    context = _context(server, encrypted_with) if encrypted_with else None
    thread = threading.Thread(target=_serve, args=(server, listening, context))
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        thread.join()
        listening.close()


def _context(server: WebServer, certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.path)
    context.sni_callback = lambda _socket, name, _context: server.names.append(name)
    return context


def _serve(server: WebServer, listening: socket.socket, context: ssl.SSLContext | None) -> None:
    while not server.ended.is_set():
        with suppress(TimeoutError):
            connected, _ = listening.accept()
            connected.settimeout(5)
            with suppress(OSError), connected:
                _speak(server, connected, context)


def _speak(server: WebServer, connected: socket.socket, context: ssl.SSLContext | None) -> None:
    if context:
        connected = context.wrap_socket(connected, server_side=True)
    with connected:
        server.asked.append(_heard(connected))
        for piece in server.says:
            if server.ended.wait(server.pause_s):
                return
            connected.sendall(piece)


def _heard(connected: socket.socket) -> bytes:
    """A request whole, by its own word on its length."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += connected.recv(4096)
        if heard.startswith(b"\x16"):  # TLS, where none is spoken
            return heard
    head, _, body = heard.partition(b"\r\n\r\n")
    told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while told and len(body) < int(told[0].partition(b":")[2]):
        body += connected.recv(4096)
    return head + b"\r\n\r\n" + body
