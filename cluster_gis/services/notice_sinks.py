"""Sinks of notices besides the log: a webhook, e-mail, and the mailroom that carries to them.

The mailroom takes a notice at once and delivers it in a thread of its own, again after a while when
it failed; what cannot be delivered is logged. Nothing here holds up or undoes a move.
"""

import hashlib
import hmac
import json
import logging
import queue
import smtplib
import ssl
import threading
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, translator
from cluster_gis.services.notify import Notice, Sink

logger = logging.getLogger("cluster_gis.notices")

#: Seconds to wait before each further attempt.
PAUSES = (5.0, 60.0, 600.0)
#: Notices that may wait; more are logged and dropped.
MOST_WAITING = 1000
TIMEOUT = 10.0
SIGNATURE = "X-Cluster-GIS-Signature"


def notice_json(notice: Notice, base_url: str = "") -> dict[str, Any]:
    """What a webhook is sent. state: in both languages; due, role: null = none."""
    return {
        "subject": notice.subject,
        "number": notice.number,
        "title": notice.title,
        "state": {language: translator(language)(notice.state) for language in ("vi", "en")},
        "move": notice.move,
        "by": notice.by,
        "province": notice.province_key,
        "unit": notice.unit_key,
        "role": notice.role,
        "due": None if notice.due is None else notice.due.isoformat(),
        "address": f"{base_url}{notice.path}",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSink:
    """POSTs each notice as JSON. secret: the body's HMAC-SHA256 goes along, "sha256=…"."""

    url: str
    secret: str = field(default="", repr=False)
    base_url: str = ""

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise InvalidInput(
                N_("{field} is {value}; expected an address such as https://host/path."),
                field="CLUSTER_GIS_NOTICE_WEBHOOK",
                value=repr(self.url),
            )

    def send(self, notice: Notice) -> None:
        """Deliver; raises OSError (urllib's errors are) unless the answer is 2xx."""
        body = json.dumps(notice_json(notice, self.base_url), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if self.secret:
            mark = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            headers[SIGNATURE] = f"sha256={mark}"
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 - http(s) only, see above
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
            pass


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSink:
    """Sends each notice as a letter in Vietnamese. server: smtp://user:password@host:port.

    "smtps://" speaks TLS from the start (465), "smtp://" STARTTLS (587) where it is offered.
    """

    server: str = field(repr=False)
    sender: str
    receivers: tuple[str, ...]
    base_url: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.server)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise InvalidInput(
                N_("{field} is not understood; expected smtp://user:password@host:587."),
                field="CLUSTER_GIS_SMTP_URL",
            )
        if not self.sender or not self.receivers:
            raise InvalidInput(
                N_("{field} is missing; mail needs a sender and receivers."),
                field="CLUSTER_GIS_NOTICE_TO" if self.sender else "CLUSTER_GIS_NOTICE_FROM",
            )

    def send(self, notice: Notice) -> None:
        """Deliver; raises OSError (smtplib's errors are) when it was not taken."""
        parts = urlsplit(self.server)
        host, secure = parts.hostname or "", parts.scheme == "smtps"
        context = ssl.create_default_context()
        client: smtplib.SMTP
        if secure:
            client = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        else:
            client = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
        with client:
            client.ehlo()
            if not secure and client.has_extn("starttls"):
                client.starttls(context=context)
                client.ehlo()
            if parts.username:
                client.login(unquote(parts.username), unquote(parts.password or ""))
            client.send_message(self.letter(notice))

    def letter(self, notice: Notice) -> EmailMessage:
        """The letter; line breaks of a title never reach a header."""
        _ = translator("vi")
        kinds = {"proposal": N_("Proposal"), "question": N_("Question")}
        title = " ".join(notice.title.split())
        kind = _(kinds.get(notice.subject, notice.subject))
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, ", ".join(self.receivers)
        letter["Subject"] = f"[Cluster GIS] {kind} {notice.number}: {_(notice.state)} – {title}"
        lines = [
            f"{kind} {notice.number}: {title}",
            f"{_(N_('State'))}: {_(notice.state)}",
            f"{_(N_('By whom'))}: {notice.by}",
        ]
        if notice.due is not None:
            lines.append(f"{_(N_('Due'))}: {notice.due:%d/%m/%Y}")
        lines += ["", f"{self.base_url}{notice.path}"]
        letter.set_content("\n".join(lines))
        return letter


class Mailroom:
    """A sink that never waits: notices go out in the background, again when it failed."""

    def __init__(self, sinks: Sequence[Sink], *, pauses: Sequence[float] = PAUSES) -> None:
        self._sinks, self._pauses = tuple(sinks), tuple(pauses)
        self._waiting: queue.Queue[Notice | None] = queue.Queue(MOST_WAITING)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def send(self, notice: Notice) -> None:
        """Take the notice; the thread starts with the first one."""
        try:
            self._waiting.put_nowait(notice)
        except queue.Full:
            logger.exception("too many notices wait; %s is not delivered", notice.path)
            return
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="notices", daemon=True)
                self._thread.start()

    def close(self, *, wait: float = 3.0) -> None:
        """Deliver what waits without further pauses, for at most `wait` seconds."""
        self._closing.set()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(wait)

    def _work(self) -> None:
        while (notice := self._waiting.get()) is not None:
            for sink in self._sinks:
                self._deliver(sink, notice)

    def _deliver(self, sink: Sink, notice: Notice) -> None:
        name = type(sink).__name__
        for pause in (*self._pauses, None):
            try:
                sink.send(notice)
            except Exception as error:
                if pause is None or self._closing.is_set():
                    logger.exception("%s did not deliver the notice of %s", name, notice.path)
                    return
                logger.warning("%s: %s of %s; again in %s s", name, error, notice.path, pause)
                self._closing.wait(pause)
            else:
                return
