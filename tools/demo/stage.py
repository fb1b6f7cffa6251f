"""The running local service as a stage: its people sign in as anybody would."""

from dataclasses import dataclass

from tools import token
from tools.demo.client import Client, LibrarySystem
from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY
from tools.local.service import Service

TEXT_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class LocalStage:
    """Everybody in the story, on one service."""

    service: Service

    def caller(self, role: str, organisation: str) -> Client:
        """A person of this role, with a token of her own."""
        return Client(self.service.base_url, token.token(role, organisation))

    def library(self, isil: str) -> LibrarySystem:
        """A library's system, with its webhook secret."""
        secret = of_this_machine(IDENTITY).library_secret(isil)
        return LibrarySystem(Client(self.service.base_url), isil, secret)

    def text_to(self, ends_in: str) -> str:
        """The text the emulator accepted for the number that ends so."""
        line = self.service.line_with(f"sms to 06…{ends_in}:", within_s=TEXT_WITHIN_S)
        return line.partition(": ")[2]
