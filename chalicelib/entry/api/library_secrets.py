"""The secrets with which a library signs what it says."""

from chalice.app import Blueprint, Response

from chalicelib.domain.ids import LibraryId, SecretId
from chalicelib.domain.library_secret import LibrarySecret
from chalicelib.domain.signing import written_secret
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import instant, json_answer, no_content
from chalicelib.entry.door import Call, guarded
from chalicelib.usecases.library_secrets import list_secrets, make_secret, revoke_secret

library_secrets = Blueprint(__name__)
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_HERE = "/v1/libraries/{isil}/secrets"


@library_secrets.route(_HERE, methods=["POST"], content_types=["*/*"])
@guarded(library_secrets, allow=_ADMIN)
def makes_a_secret(call: Call, isil: str) -> Response:
    made = make_secret(LibraryId(isil), caller=call.caller, ports=call.ports)
    shown = {**_described(made), "secret": written_secret(made.secret)}
    return json_answer(shown, status=201)


@library_secrets.route(_HERE, methods=["GET"])
@guarded(library_secrets, allow=_ADMIN)
def lists_its_secrets(call: Call, isil: str) -> Response:
    live = list_secrets(LibraryId(isil), caller=call.caller, ports=call.ports)
    return json_answer({"items": [_described(secret) for secret in live], "nextCursor": None})


@library_secrets.route(_HERE + "/{secret_id}", methods=["DELETE"])
@guarded(library_secrets, allow=_ADMIN)
def revokes_a_secret(call: Call, isil: str, secret_id: str) -> Response:
    revoke_secret(LibraryId(isil), SecretId(secret_id), caller=call.caller, ports=call.ports)
    return no_content()


def _described(secret: LibrarySecret) -> dict[str, str | None]:
    """All that may be known of a secret, but for the secret."""
    return {
        "id": secret.id,
        "createdAt": instant(secret.created_at),
        "lastUsedAt": instant(secret.last_used_at),
        "expiresAt": instant(secret.expires_at),
    }
