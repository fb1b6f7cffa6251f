"""Where the local stack keeps things: all of it under `.local/`, none of it in git."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCAL = ROOT / ".local"
EMULATOR_PROGRAM = LOCAL / "emulator" / "bin" / "ministack"
IDENTITY = LOCAL / "identity"
RUNNING = LOCAL / "running"
