"""The open internet in memory."""

from chalicelib.domain.errors import Permanent
from chalicelib.domain.web_address import AddressRefused, CallFault, web_address
from chalicelib.usecases.ports import Answered, Call


class FakeOutgoing:
    """Answers as told by URL, else 404, and keeps what was called; `fails_with` are raised first.

    What is spelled wrongly is refused as outside, and no name here stands for this machine.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answered] = {}
        self.calls: list[Call] = []
        self.fails_with: list[Exception] = []

    def fault(self, url: str) -> CallFault | None:
        try:
            web_address(url)
        except AddressRefused as refused:
            return refused.fault
        return None

    def call(self, call: Call) -> Answered:
        refused = self.fault(call.url)
        if refused:
            raise Permanent(refused)
        self.calls.append(call)
        if self.fails_with:
            raise self.fails_with.pop(0)
        answer = self.answers.get(call.url, Answered(404, {}, b""))
        cut = answer.body[: call.most_bytes]
        return Answered(answer.status, answer.headers, cut, len(cut) < len(answer.body))
