"""Exact decimal arithmetic: no amount is ever rounded before it is compared.

The default decimal context keeps 28 digits, fewer than a product of two accepted inputs may
have; this one keeps enough for any sum or product of the facts and refuses to round.
"""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact

_EXACT = Context(prec=400, traps=[Inexact])
_DISPLAY = Decimal("0.000001")
_ROOMY = Context(prec=60)
HUNDRED = Decimal(100)
ZERO = Decimal(0)


def add(left: Decimal, right: Decimal) -> Decimal:
    """Sum of two, unrounded."""
    return _EXACT.add(left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Difference, unrounded."""
    return _EXACT.subtract(left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """Product, unrounded."""
    return _EXACT.multiply(left, right)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, unrounded; 0 of nothing."""
    result = ZERO
    for amount in amounts:
        result = _EXACT.add(result, amount)
    return result


def shown_ratio(part: Decimal, whole: Decimal, scale: Decimal = Decimal(1)) -> Decimal:
    """`part / whole x scale` for display only, rounded to 6 decimals. whole > 0."""
    value = _ROOMY.divide(_ROOMY.multiply(part, scale), whole)
    return value.quantize(_DISPLAY, context=_ROOMY).normalize(_ROOMY)
