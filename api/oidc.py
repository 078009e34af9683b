"""Signing in by an identity provider: OpenID Connect, code flow with PKCE, by configuration alone.

The provider is asked only when somebody chooses it. What is believed of it: the ID token, signed by
a key of its own address, for this client, with the nonce of this browser.
"""

import secrets
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.identity_provider import IdentityProvider, Pending, ProvenPerson
from cluster_gis.errors import InvalidInput, Unavailable
from cluster_gis.i18n import N_

SCOPE = "openid profile email"
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
TIMEOUT_S = 10


def begin(provider: IdentityProvider, return_to: str) -> tuple[str, Pending]:
    """The address to send the browser to, and what it keeps meanwhile; raises Unavailable."""
    pending = Pending(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
    )
    address, _ = _client(provider, return_to).create_authorization_url(
        _metadata(provider)["authorization_endpoint"],
        state=pending.state,
        nonce=pending.nonce,
        code_verifier=pending.verifier,
    )
    return str(address), pending


def finish(
    provider: IdentityProvider, return_to: str, pending: Pending, address: str
) -> ProvenPerson:
    """Whom the provider proved; address: the one it sent the browser back to, as a whole.

    Raises InvalidInput for an answer that is not one to our question, Unavailable.
    """
    metadata = _metadata(provider)
    try:
        token = _client(provider, return_to).fetch_token(
            metadata["token_endpoint"],
            authorization_response=address,
            state=pending.state,
            code_verifier=pending.verifier,
            timeout=TIMEOUT_S,
        )
        keys = KeySet.import_key_set(cast("Any", _read(metadata["jwks_uri"])))
        claims = jwt.decode(str(token.get("id_token", "")), keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": pending.nonce},
        ).validate(claims)
    except (AuthlibBaseError, JoseError, ValueError) as error:
        raise InvalidInput(
            N_("The identity provider did not prove who you are ({reason}); begin again."),
            field="provider",
            reason=getattr(error, "error", None) or type(error).__name__,
        ) from error
    except requests.RequestException as error:
        raise _away(provider) from error
    email = claims.get("email") if claims.get("email_verified") is True else None
    return ProvenPerson(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        verified_email=str(email) if email else None,
    )


def _client(provider: IdentityProvider, return_to: str) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=return_to,
        code_challenge_method="S256",
    )


def _metadata(provider: IdentityProvider) -> dict[str, Any]:
    found = _read(provider.issuer.rstrip("/") + "/.well-known/openid-configuration", provider)
    if found.get("issuer") != provider.issuer:
        raise Unavailable(
            N_("The identity provider calls itself {found}, expected {issuer}."),
            found=repr(found.get("issuer")),
            issuer=provider.issuer,
        )
    return found


def _read(address: str, provider: IdentityProvider | None = None) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT_S)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        if provider is None:
            raise
        raise _away(provider) from error
    return found


def _away(provider: IdentityProvider) -> Unavailable:
    return Unavailable(
        N_("The identity provider {issuer} cannot be reached; sign in by password or later."),
        issuer=provider.issuer,
    )
