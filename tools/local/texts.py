"""The SMS that the emulator accepted, shown as they come."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.local.console import say

LOOK_EVERY_S = 0.5
DUTCH_MOBILE = "+316"


@dataclass(slots=True)
class SentTexts:
    """Says each text accepted after `start` once; the emulator keeps those of earlier runs too."""

    endpoint: str
    _seen: set[str] = field(default_factory=set)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._seen = {message_id for message_id, _ in self._accepted()}
        self._thread = threading.Thread(target=self._watch, name="texts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The last text accepted has been shown."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._show_new()

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            self._show_new()

    def _show_new(self) -> None:
        for message_id, line in self._accepted():
            if message_id not in self._seen:
                self._seen.add(message_id)
                say(line)

    def _accepted(self) -> Iterator[tuple[str, str]]:
        address = f"{self.endpoint}/_ministack/sns/sms-messages"
        with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 - our own http address
            by_number = json.load(response)["sms_messages"]
        for number, messages in by_number.items():
            for message in messages:
                yield message["MessageId"], line_for(number, message["Message"])


def line_for(number: str, text: str) -> str:
    """`sms to 06…79: text`: the number masked, the text whole, on one line."""
    one_line = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "⏎")
    return f"sms to {masked(number)}: {one_line}"


def masked(number: str) -> str:
    """A number as its owner recognises it and nobody else: `06…79`."""
    return f"{'06' if number.startswith(DUTCH_MOBILE) else ''}…{number[-2:]}"
