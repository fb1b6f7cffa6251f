"""The running local service as a stage: its people sign in as anybody would."""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from tools import token
from tools.demo.client import Client, LibrarySystem
from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY
from tools.local.service import Service
from tools.sms import hand_in

TEXT_WITHIN_S = 120.0  # after a crowd, and after weeks, much is due at once

NEVER_SAID = "\x00"  # looking for it takes in what is said meanwhile


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
        now = self.service.stack.clock.now
        return LibrarySystem(Client(self.service.base_url), isil, secret, now)

    def now(self) -> datetime:
        """The time in the story."""
        return self.service.stack.clock.now()

    def time_passes(self, by: timedelta) -> None:
        """It is so much later for everybody in the story."""
        self.service.stack.clock.forward(by)

    def text_to(self, ends_in: str) -> str:
        """The text the emulator accepted for the number that ends so."""
        return self.texts_to(ends_in, 1)[0]

    def texts_to(self, ends_in: str, count: int) -> list[str]:
        """The first so many texts that the emulator accepted for the number that ends so."""
        deadline = time.monotonic() + TEXT_WITHIN_S
        while time.monotonic() < deadline:
            said = [line for line in self.service.printed if f"sms to 06…{ends_in}:" in line]
            if len(said) >= count:
                return [line.partition(": ")[2] for line in said[:count]]
            with suppress(TimeoutError):
                self.service.line_with(NEVER_SAID, within_s=0.2)
        raise TimeoutError(f"{count} texts to 06…{ends_in} within {TEXT_WITHIN_S} s")

    def texts_from(self, number: str, text: str) -> None:
        """Somebody sends this text from this number, written as it is dialled."""
        hand_in(self.service.stack, sender=number, text=text)
