"""Plays the story on a service of its own; exits 0 only if all of it happened."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.demo.client import Client, LibrarySystem
from tools.demo.story import CHAPTERS, ItDidNotHappen, Teller
from tools.local.failures import StartFailed
from tools.local.paths import ROOT
from tools.local.service import Service, started

TEXT_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class LocalStage:
    """The running local service as a stage."""

    service: Service

    def caller(self, role: str, organisation: str) -> Client:
        token = self._tool("tools.token", ROLE=role, ORG=organisation)
        return Client(self.service.base_url, token)

    def library(self, isil: str) -> LibrarySystem:
        secret = self._tool("tools.library_secret", LIBRARY=isil)
        return LibrarySystem(Client(self.service.base_url), isil, secret)

    def text_to(self, ends_in: str) -> str:
        """The text the emulator accepted for the number that ends so."""
        line = self.service.line_with(f"sms to 06…{ends_in}:", within_s=TEXT_WITHIN_S)
        return line.partition(": ")[2]

    def _tool(self, module: str, **settings: str) -> str:
        """What one of the commands prints, as `make -s` would run it."""
        port = self.service.base_url.rpartition(":")[2]
        environment = {"PATH": "/usr/bin:/bin", "PORT": port, **settings}
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()


def main() -> int:
    """0 when the whole story happened; 1 with the step that did not."""
    teller = Teller()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as state:
        try:
            with started(Path(state)) as service:
                took_s = time.perf_counter() - began
                teller.say(f"service ready after {took_s:.1f} s on {service.base_url}")
                teller.say("everyone in this story is invented")
                for chapter in CHAPTERS:
                    chapter(LocalStage(service), teller)
        except (ItDidNotHappen, StartFailed, TimeoutError) as failure:
            print(f"it did not happen: {failure}", file=sys.stderr, flush=True)
            return 1
    print(f"\nall of it happened, in {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
