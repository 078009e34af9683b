"""Passwords: what is accepted as one, its argon2id hash, and whether one fits."""

import threading
import unicodedata

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

MIN_CHARACTERS = 12
MAX_CHARACTERS = 200
#: One hash takes 64 MiB and a core for a quarter of a second: a flood must wait, not exhaust.
_AT_ONCE = threading.BoundedSemaphore(2)
_HASHER = PasswordHash.recommended()
#: Of a password that nobody has: a name without an account takes as long as one with.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$6tbHAGrNQSDEoF00vn2W3g$"
    "NMcGSL8kkTp2aRIgZHIzvjnBZp1PqygRasQxFOWIaQY"
)


def hash_password(password: str, *, login: str) -> str:
    """Its argon2id hash; raises InvalidInput for one that is too short, too long or the name."""
    said = _normal(password)
    if not MIN_CHARACTERS <= len(said) <= MAX_CHARACTERS:
        raise InvalidInput(
            N_("The password has {count} characters; {least} to {most} are expected."),
            field="password",
            count=len(said),
            least=MIN_CHARACTERS,
            most=MAX_CHARACTERS,
        )
    if login.casefold() in said.casefold() or len(set(said)) < 5:
        raise InvalidInput(
            N_("The password is too easy: it holds the account's name, or repeats few letters."),
            field="password",
        )
    with _AT_ONCE:
        return _HASHER.hash(said)


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; None takes as long and fits never."""
    said = _normal(password[: MAX_CHARACTERS + 1])
    with _AT_ONCE:
        try:
            fits = _HASHER.verify(said, password_hash or _NOBODY)
        except UnknownHashError:
            return False
    return fits and password_hash is not None


def _normal(password: str) -> str:
    """One form for letters that keyboards of Vietnamese compose in different ways."""
    return unicodedata.normalize("NFC", password)
