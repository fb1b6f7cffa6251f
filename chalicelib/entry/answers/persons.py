"""What is answered about a person: the receipt of her erasure."""

from typing import Any

from chalicelib.domain.erasure import BACKED_UP, Receipt
from chalicelib.entry.answers.base import instant


def receipt_answer(receipt: Receipt) -> dict[str, Any]:
    """What went, what stays without her, and when no backup holds anything of her any more."""
    referral = receipt.referral
    return {
        "referralId": referral.id,
        "status": "under_way" if referral.forgotten_at is None else "erased",
        "requestedAt": instant(referral.erased_at),
        "erasedAt": instant(referral.forgotten_at),
        "finalAt": instant(receipt.final_at),
        "erased": list(receipt.erased),
        "kept": list(receipt.kept),
        "backups": [{"table": table, "days": window.days} for table, window in BACKED_UP.items()],
    }
