"""What libraries with a system of their own are answered, described: see `schemas` for why."""

from pydantic import AwareDatetime, Field

from chalicelib.entry.answers.schemas import Answer, Page


class LibrarySecret(Answer):
    """Een geheim waarmee de bibliotheek ondertekent; het geheim zelf staat er niet bij."""

    id: str = Field(description="Id van het geheim.", examples=["sec_5f2c81d0a9b3e47c"])
    created_at: AwareDatetime | None = Field(description="Gemaakt; null is vanaf het begin.")
    last_used_at: AwareDatetime | None = Field(description="Laatst gebruikt, op een uur na.")
    expires_at: AwareDatetime | None = Field(description="Geldig tot; null is tot vervanging.")


class NewLibrarySecret(LibrarySecret):
    """Een nieuw geheim, dat alleen nu te zien is."""

    secret: str = Field(
        description="Het geheim (Standard Webhooks).", pattern="^whsec_[A-Za-z0-9+/=]+$"
    )


class LibrarySecretPage(Page):
    """De geldige geheimen van een bibliotheek."""

    items: tuple[LibrarySecret, ...] = Field(description="De geheimen, nieuwste eerst.")
