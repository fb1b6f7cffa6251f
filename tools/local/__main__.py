"""`make run`: the whole service until it is interrupted."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from chalice.app import Request, Response

from tools.local import welcome
from tools.local.console import say
from tools.local.failures import StartFailed
from tools.local.gateway import Refuse
from tools.local.paths import LOCAL
from tools.local.settings import TICK_S, Choices
from tools.local.stack import running

# What the service's middleware is handed when no handler of its own is asked.
NO_ROUTE: Mapping[str, Any] = {
    "headers": {},
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "stageVariables": None,
    "requestContext": {"httpMethod": "GET", "resourcePath": ""},
    "body": None,
}
PLAIN_STATUS = {"not_found": 404, "method_not_allowed": 405, "too_large": 413}
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after an interrupt, 1 with one line on standard error when it cannot start."""
    choices = _choices(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    for number in STOPPING:
        signal.signal(number, _stop_once)
    try:
        with running(choices, refuse=_manner_of(choices.app_module)) as stack:
            if choices.demo_catalogue:
                _load_demo(stack.base_url)
            for line in welcome.lines(stack.base_url, choices, stack.clock.now().date()):
                say(line)
            if stack.clock.ahead:
                say(f"the time here is {stack.clock.now():%Y-%m-%d %H:%M} UTC")
            say(f"ready {stack.base_url}")
            threading.Event().wait()
    except StartFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except SystemExit:
        say("stopped, state kept")
    return 0


def _manner_of(app_module: str) -> Refuse:
    return _as_the_service_does if app_module == "app" else _plainly


def _as_the_service_does(code: str, headers: Mapping[str, str]) -> Response:
    # Only now: the service reads its environment when it is imported.
    from chalicelib.entry.middleware import answers_safely
    from chalicelib.entry.problems import problem

    return answers_safely(Request(dict(NO_ROUTE)), lambda _: problem(code, headers=headers))


def _plainly(code: str, headers: Mapping[str, str]) -> Response:
    return Response({"code": code}, status_code=PLAIN_STATUS[code], headers=dict(headers))


def _load_demo(base_url: str) -> None:
    """The demo catalogue is in the service, with dates that follow from today."""
    from tools.local.seed import load_demo  # only now, like every import of the service

    say(f"demo catalogue: {load_demo(base_url)} activities")


def _stop_once(_number: int, _frame: FrameType | None) -> None:
    """Ends the service wherever it is; later signals must not cut the saving short."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit


def _choices(arguments: Sequence[str] | None) -> Choices:
    parser = argparse.ArgumentParser(prog="python -m tools.local", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument("--state", type=Path, default=LOCAL / "state")
    parser.add_argument("--app", default="app", help="the module with the Chalice application")
    parser.add_argument("--sms-window", choices=("on", "off"), default="off")
    parser.add_argument("--drafts", choices=("on", "off"), default="on")
    parser.add_argument("--tick-s", type=float, default=TICK_S, help="between two sweeps")
    parser.add_argument("--geocoder", metavar="URL", help="PDOK's address, or one like it")
    parser.add_argument("--no-demo-catalogue", action="store_true")
    given = parser.parse_args(arguments)
    return Choices(
        port=given.port,
        app_module=given.app,
        state=given.state,
        sms_window=given.sms_window == "on",
        drafts=given.drafts == "on",
        demo_catalogue=not given.no_demo_catalogue,
        tick_s=given.tick_s,
        geocoder_url=given.geocoder,
    )


if __name__ == "__main__":
    sys.exit(main())
