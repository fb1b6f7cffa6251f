"""Mail in memory."""


class FakeMailer:
    """Keeps what it sent as (to, subject, text); `fails_with` are raised first, in turn."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.fails_with: list[Exception] = []

    def send(self, to: str, *, subject: str, text: str) -> None:
        if self.fails_with:
            raise self.fails_with.pop(0)
        self.sent.append((to, subject, text))
