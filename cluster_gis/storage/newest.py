"""Which of several statements counts, as SQL: the newest, then the rule of domain/reporters.py."""


def newest(alias: str, key: str) -> str:
    """ORDER BY of statements of one thing. alias: of their table; key: its natural key."""
    return (
        f"{alias}.as_of_from DESC NULLS LAST, register.reporter_rank({alias}.reporter), "
        f"{alias}.{key}"
    )


#: Of statements on the progress of a work, aliased g.
PROGRESS = newest("g", "progress_key")
