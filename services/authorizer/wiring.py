"""Wires the authorizer: settings and clients in, handler out."""

from services.authorizer.handler import Authorizer
from services.authorizer.settings import Settings
from services.authorizer.ssm import SsmConsumers, SsmGroups, SsmSigners
from services.authorizer.use_cases import EitherVerifier
from shared.auth.jwks import Fetch, Jwks, fetch
from shared.auth.signers import SignerVerifier
from shared.auth.tokens import TokenVerifier
from shared.aws import Clients
from shared.logging import make_logger


def wire(settings: Settings, clients: Clients, fetch: Fetch = fetch) -> Authorizer:
    """The handler with the issuer's keys and Parameter Store."""
    ssm = clients.client("ssm")
    return Authorizer(
        EitherVerifier(
            TokenVerifier(settings.issuer, Jwks(settings.jwks_url, fetch)),
            SignerVerifier(settings.audience, SsmSigners(ssm, settings.signers_path)),
        ),
        SsmConsumers(ssm, settings.consumers_path),
        SsmGroups(ssm, settings.groups_parameter),
        make_logger(settings.powertools_service_name, settings.log_level),
    )
