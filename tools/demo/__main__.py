"""Plays the story on a service of its own; exits 0 only if all of it happened."""

import sys
import tempfile
import time
from pathlib import Path

from tools.demo.loop import LOOP
from tools.demo.stage import LocalStage
from tools.demo.story import CHAPTERS, LATER, ItDidNotHappen, Teller
from tools.demo.waiting import a_waiting_place_is_offered_and_taken
from tools.local.failures import StartFailed
from tools.local.service import started

TICK_S = "2"  # nobody wants to wait for a sweeper while weeks go by


def main() -> int:
    """0 when the whole story happened; 1 with the step that did not."""
    teller = Teller()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as state:
        try:
            with started(Path(state), "--tick-s", TICK_S) as service:
                took_s = time.perf_counter() - began
                teller.say(f"service ready after {took_s:.1f} s on {service.base_url}")
                teller.say("everyone in this story is invented")
                for chapter in (*CHAPTERS, *LOOP, *LATER, a_waiting_place_is_offered_and_taken):
                    chapter(LocalStage(service), teller)
        except (ItDidNotHappen, StartFailed, TimeoutError) as failure:
            print(f"it did not happen: {failure}", file=sys.stderr, flush=True)
            return 1
    print(f"\nall of it happened, in {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
