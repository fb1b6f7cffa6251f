"""A hand-over as each of its two sides is answered; nothing in it says who she is."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, Field

from chalicelib.domain.handover import Side, Stage
from chalicelib.entry.answers.base import instant
from chalicelib.entry.answers.schemas import Answer
from chalicelib.usecases.warm_handover import Shared


class Handover(Answer):
    """Een warme overdracht aan de volgende gemeente, zoals één kant haar ziet."""

    token: str = Field(description="Het laatste deel van de link.")
    link: str = Field(description="De link die beide gemeenten openen.")
    from_: str = Field(alias="from", description="Gemeente of partner die overdraagt.")
    to: str = Field(description="Gemeente die overneemt.", examples=["GM0363"])
    side: Side = Field(description="Aan welke kant u staat.")
    status: Stage = Field(description="Hoe ver het is.")
    agreed_on: date = Field(description="Dag waarop zij instemde.")
    started_at: AwareDatetime = Field(description="Begonnen.")
    expires_on: date = Field(description="Laatste dag van de link.")
    giver_confirmed: bool = Field(description="Of wie overdraagt ja zei.")
    taker_confirmed: bool = Field(description="Of wie overneemt ja zei.")
    referral_id: str | None = Field(description="De verwijzing aan uw kant, als die er is.")


def handover_answer(shared: Shared, *, public_url: str) -> dict[str, Any]:
    """The hand-over, with the link that both sides open."""
    handover = shared.handover
    return {
        "token": shared.token,
        "link": f"{public_url}/overdracht/{shared.token}",
        "from": shared.giver,
        "to": handover.to,
        "side": shared.side,
        "status": handover.stage,
        "agreedOn": handover.agreed_on.isoformat(),
        "startedAt": instant(handover.started_at),
        "expiresOn": handover.last_day.isoformat(),
        "giverConfirmed": handover.giver is not None,
        "takerConfirmed": handover.taker is not None,
        "referralId": shared.referral_id,
    }
