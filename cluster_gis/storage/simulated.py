"""What only the simulated register may have done to it."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def describe_simulated(session: Session) -> str | None:
    """The recipe of the simulation the register holds; None = empty."""
    recipe: str | None = session.scalar(text("SELECT recipe FROM register.register_identity"))
    return recipe


def clear_simulated(session: Session) -> None:
    """Empty a simulated register but for units and measuring zones; refused on a real one."""
    session.execute(text("SELECT register.clear_simulated()"))


def set_simulated(session: Session, *, seed: int, recipe: str) -> None:
    """Note which simulation the register now holds."""
    session.execute(
        text("UPDATE register.register_identity SET seed = :seed, recipe = :recipe"),
        {"seed": seed, "recipe": recipe},
    )
