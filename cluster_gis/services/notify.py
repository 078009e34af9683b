"""Telling people that a proposal moved: an interface, and a log as the sink that is always there.

E-mail or a webhook is a `Sink` of the office's own; the entry point hands it to `tell`. A sink that
fails never undoes a move: what happened is committed before anybody is told.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cluster_gis.domain.proposal_moves import STATE_NAMES, State

logger = logging.getLogger("cluster_gis.proposals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A proposal moved, or something of it is due. role: who is to act next; None = nobody."""

    proposal_id: int
    title: str
    state: State
    move: str
    by: str
    province_key: str
    unit_key: str
    role: str | None = None
    due: date | None = None


class Sink(Protocol):
    """Where notices go."""

    def send(self, notice: Notice) -> None:
        """Deliver one notice; what it raises is logged and goes no further."""


class LogSink:
    """The default: one line in the server's log."""

    def send(self, notice: Notice) -> None:
        """Write the line."""
        logger.info(
            "proposal %s (%s): %s by %s, now %s; next: %s, due %s",
            notice.proposal_id,
            notice.title,
            notice.move,
            notice.by,
            STATE_NAMES[notice.state],
            notice.role or "-",
            notice.due or "-",
        )


def tell(sinks: Sequence[Sink], notice: Notice) -> None:
    """Give the notice to every sink."""
    for sink in sinks:
        try:
            sink.send(notice)
        except Exception:
            logger.exception("a notice of proposal %s was not delivered", notice.proposal_id)
