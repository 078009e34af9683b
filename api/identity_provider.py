"""An identity provider as it is configured, and what is kept and proved of a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """issuer: its address as it names itself. client_secret is never printed."""

    issuer: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"IdentityProvider({self.issuer})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What the browser keeps while its reader is at the provider; all three are random."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenPerson:
    """Whom the provider proved. verified_email: None = none, or not verified by it."""

    issuer: str
    subject: str
    verified_email: str | None
