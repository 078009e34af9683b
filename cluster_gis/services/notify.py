"""Telling people that a proposal or a question moved: an interface, and the log as a sink.

E-mail or a webhook is a `Sink` of the office's own; the entry point hands it to `tell`. A sink that
fails never undoes a move: what happened is committed before anybody is told.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

logger = logging.getLogger("cluster_gis.proposals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A proposal or a question moved. subject: "proposal" or "question", number: its own.

    state: msgid of where it stands now. role: who is to act next; None = nobody. due: until when;
    None = no limit, or not fixed.
    """

    subject: str
    number: int
    title: str
    state: str
    move: str
    by: str
    province_key: str
    unit_key: str
    role: str | None = None
    due: date | None = None

    @property
    def path(self) -> str:
        """Address of its page on this server."""
        return f"/{self.subject}s/{self.number}"


class Sink(Protocol):
    """Where notices go."""

    def send(self, notice: Notice) -> None:
        """Deliver one notice; what it raises is logged and goes no further."""


class LogSink:
    """The default: one line in the server's log."""

    def send(self, notice: Notice) -> None:
        """Write the line."""
        logger.info(
            "%s %s (%s): %s by %s, now %s; next: %s, due %s",
            notice.subject,
            notice.number,
            notice.title,
            notice.move,
            notice.by,
            notice.state,
            notice.role or "-",
            notice.due or "-",
        )


def tell(sinks: Sequence[Sink], notice: Notice) -> None:
    """Give the notice to every sink."""
    for sink in sinks:
        try:
            sink.send(notice)
        except Exception:
            logger.exception("a notice of %s %s was not delivered", notice.subject, notice.number)
