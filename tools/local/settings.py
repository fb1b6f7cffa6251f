"""The environment the service reads here, from the stack's outputs and this machine's keys."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.local.emulator import ACCESS_KEY, REGION, SECRET_KEY
from tools.local.identity import AUDIENCE, ISSUER, Identity

TICK_S = 10.0  # between two runs of what runs by the minute in production


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who starts the service may choose."""

    port: int
    state: Path
    app_module: str = "app"
    sms_window: bool = False
    drafts: bool = True
    demo_catalogue: bool = True
    stage: str = "local"
    tick_s: float = TICK_S
    geocoder_url: str | None = None  # none: nothing leaves this machine


def environment(
    choices: Choices,
    *,
    outputs: Mapping[str, str],
    endpoint: str,
    base_url: str,
    identity: Identity,
    sign_in_at: str = "",
) -> dict[str, str]:
    """Every variable the service reads, and credentials that only the emulator accepts."""
    return {
        "WEGWIJS_STAGE": choices.stage,
        "WEGWIJS_CORE_TABLE": outputs["CoreTableName"],
        "WEGWIJS_PEOPLE_TABLE": outputs["PeopleTableName"],
        "WEGWIJS_KEYS_TABLE": outputs["KeysTableName"],
        "WEGWIJS_AUDIT_TABLE": outputs["AuditTableName"],
        "WEGWIJS_SNAPSHOT_BUCKET": outputs["SnapshotBucketName"],
        "WEGWIJS_MESSAGES_QUEUE_URL": outputs["MessagesQueueUrl"],
        "WEGWIJS_CATALOGUE_QUEUE_URL": outputs["CatalogueQueueUrl"],
        "WEGWIJS_IMPORTS_QUEUE_URL": outputs["ImportsQueueUrl"],
        "WEGWIJS_WAITING_QUEUE_URL": outputs["WaitingQueueUrl"],
        "WEGWIJS_DELIVERIES_QUEUE_URL": outputs["DeliveriesQueueUrl"],
        "WEGWIJS_INBOUND_QUEUE_URL": outputs["InboundQueueUrl"],
        "WEGWIJS_KMS_KEY_ID": outputs["OrganisationKeyId"],
        "WEGWIJS_AWS_ENDPOINT": endpoint,
        "WEGWIJS_JWKS": identity.key_set,
        "WEGWIJS_ISSUER": ISSUER,
        "WEGWIJS_AUDIENCE": AUDIENCE,
        "WEGWIJS_DERIVATION_KEY": _base64(identity.derivation_key),
        "WEGWIJS_LIBRARY_SECRET_SEED": _base64(identity.library_secret_seed),
        "WEGWIJS_PUBLIC_URL": base_url,
        "WEGWIJS_SMS_WINDOW": _on_or_off(choices.sms_window),
        "WEGWIJS_SMS_CAPS": _on_or_off(choices.sms_window),
        "WEGWIJS_SMS_PROVIDER": "sns",  # the one that the emulator knows
        "WEGWIJS_SMS_ORIGINATION": "",
        "WEGWIJS_SMS_CONFIGURATION_SET": "",
        "WEGWIJS_SMS_TEST_NUMBERS": "",  # the emulator takes them all
        "WEGWIJS_DRAFTS": _on_or_off(choices.drafts),
        "WEGWIJS_GEOCODER": "pdok" if choices.geocoder_url else "off",
        "WEGWIJS_GEOCODER_URL": choices.geocoder_url or "",
        "WEGWIJS_OUTGOING_HERE": "on",  # a library's system may run beside this service
        "WEGWIJS_OIDC_ISSUER": sign_in_at,
        "WEGWIJS_OIDC_CLIENT_ID": "wegwijs",
        "WEGWIJS_OIDC_CLIENT_SECRET": "nobody asks",  # the stand-in takes any
        "WEGWIJS_SECURITY_CONTACT": "",  # nobody has to be told of a hole here
        "WEGWIJS_MAIL_SENDER": "",  # nobody reads mail here
        "WEGWIJS_LOCAL_TICK_S": str(choices.tick_s),
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _on_or_off(choice: bool) -> str:  # noqa: FBT001 - the choice is the subject
    return "on" if choice else "off"
