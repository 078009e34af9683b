"""The sinks of notices that the environment asks for; see docs/notices.md."""

from cluster_gis.config import Settings
from cluster_gis.services.notice_sinks import MailSink, WebhookSink
from cluster_gis.services.notify import Sink


def notice_sinks(settings: Settings) -> tuple[Sink, ...]:
    """A webhook, e-mail, both or none; raises InvalidInput naming a variable that is malformed."""
    sinks: list[Sink] = []
    if settings.notice_webhook:
        sinks.append(
            WebhookSink(
                url=settings.notice_webhook,
                secret=settings.notice_webhook_secret,
                base_url=settings.public_url,
            )
        )
    if settings.smtp_url:
        sinks.append(
            MailSink(
                server=settings.smtp_url,
                sender=settings.notice_from,
                receivers=settings.notice_to,
                base_url=settings.public_url,
            )
        )
    return tuple(sinks)
