"""USER_SRP_AUTH: the proof of the password is checked, where moto takes any.

Cognito developer guide, "Sign in with persistent passwords and secure payload".
"""

import base64
import hmac
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend
from moto.moto_api._internal import mock_random

from embedded_aws.patches.cognito.remote_passwords import PRIME, Challenge

FLOW, CHALLENGE = "USER_SRP_AUTH", "PASSWORD_VERIFIER"
WRONG = "Incorrect username or password."
BLOCK_BYTES, SALT_BITS, PRIVATE_BITS = 64, 128, 1024


def install() -> None:
    """Patch InitiateAuth and RespondToAuthChallenge; safe to call more than once."""
    backend: Any = CognitoIdpBackend
    if getattr(backend, "checks_proofs", False):
        return
    backend.checks_proofs = True
    initiate, respond = backend.initiate_auth, backend.respond_to_auth_challenge

    def initiate_auth(self: Any, client_id: str, auth_flow: str, given: dict[str, str]) -> Any:
        if auth_flow != FLOW:
            return initiate(self, client_id, auth_flow, given)
        public = _public(given.get("SRP_A"))
        return _challenged(self, initiate(self, client_id, auth_flow, given), public)

    def respond_to_auth_challenge(
        self: Any, session: str, client_id: str, challenge_name: str, given: dict[str, str]
    ) -> Any:
        if challenge_name == CHALLENGE:
            _check(self, given)
        return respond(self, session, client_id, challenge_name, given)

    backend.initiate_auth = initiate_auth
    backend.respond_to_auth_challenge = respond_to_auth_challenge


def _public(text: str | None) -> int:
    try:
        number = int(text or "", 16)
    except ValueError:
        number = 0
    if number % PRIME == 0:
        raise InvalidParameterException("Missing or invalid SRP_A parameter.")
    return number


def _challenged(backend: Any, answer: dict[str, Any], public: int) -> dict[str, Any]:
    """The challenge, with values that a client can prove its password by."""
    parameters = answer["ChallengeParameters"]
    username, pool = backend.sessions.pop(parameters["SECRET_BLOCK"])
    user = backend.admin_get_user(pool.id, username)
    challenge = Challenge(
        identity=pool.id.split("_", 1)[1] + user.username,
        password=user.password,
        client_public=public,
        salt=mock_random.getrandbits(SALT_BITS),
        private=mock_random.getrandbits(PRIVATE_BITS),
    )
    block = base64.b64encode(mock_random.randbytes(BLOCK_BYTES)).decode()
    backend.sessions[block] = (username, pool)
    _challenges(backend)[block] = challenge
    parameters |= {
        "SALT": f"{challenge.salt:x}",
        "SRP_B": f"{challenge.public:x}",
        "USERNAME": user.username,
        "USER_ID_FOR_SRP": user.username,
        "SECRET_BLOCK": block,
    }
    return {name: value for name, value in answer.items() if name != "Session"}


def _check(backend: Any, given: dict[str, str]) -> None:
    """Refuse a proof that only another password gives, and one that comes again."""
    block = given.get("PASSWORD_CLAIM_SECRET_BLOCK") or ""
    challenge = _challenges(backend).pop(block, None)
    if challenge is None:
        raise NotAuthorizedError(WRONG)
    username, pool = backend.sessions[block]
    user = backend.admin_get_user(pool.id, username)
    expected = challenge.proof(base64.b64decode(block), given.get("TIMESTAMP") or "")
    proved = hmac.compare_digest(expected, given.get("PASSWORD_CLAIM_SIGNATURE") or "")
    if not proved or given.get("USERNAME") not in {username, user.username}:
        del backend.sessions[block]
        raise NotAuthorizedError(WRONG)


def _challenges(backend: Any) -> dict[str, Challenge]:
    """The challenges without an answer, stored where the snapshot has them."""
    challenges: dict[str, Challenge] = vars(backend).setdefault("srp_challenges", {})
    return challenges
