"""Notices reach a webhook and a mail server of this machine, again after a failure."""

import hashlib
import hmac
import json
import socketserver
import threading
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cluster_gis.cli.notices import notice_sinks
from cluster_gis.config import Settings
from cluster_gis.errors import InvalidInput
from cluster_gis.services.notice_sinks import SIGNATURE, Mailroom, MailSink, WebhookSink
from cluster_gis.services.notify import Notice, tell

NOTICE = Notice(
    subject="question",
    number=7,
    title="Vướng mắc\r\nBcc: lộ@ngoài.vn",
    state="Waits for an answer",
    move="forward",
    by="Người xã",
    province_key="2025:31",
    unit_key="2025:11800",
    role="province",
    due=date(2026, 11, 20),
)


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def hook(answers, taken, done):
    """A web server that answers in turn and keeps what it was sent."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((body, self.headers[SIGNATURE]))
            self.send_response(answers.pop(0))
            self.end_headers()
            if not answers:
                done.set()

        def log_message(self, *_):
            """Say nothing."""

    return HTTPServer(("127.0.0.1", 0), Hook)


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter needs."""

    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                self.server.letters.append(letter)
            self.say("221 bye" if word == b"QUIT" else "250 yes")
            if word == b"QUIT":
                return

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


def test_a_webhook_that_fails_is_asked_again_and_the_body_is_signed():
    taken, done = [], threading.Event()
    with running(hook([503, 500, 204], taken, done)) as (host, port):
        sink = WebhookSink(
            url=f"http://{host}:{port}/hook", secret="bí mật", base_url="https://ccn.vn"
        )
        mailroom = Mailroom([sink], pauses=(0.01, 0.01))
        tell([mailroom], NOTICE)
        assert done.wait(20)
        mailroom.close(wait=20)
    assert len(taken) == 3
    body, mark = taken[-1]
    said = json.loads(body)
    assert (said["due"], said["role"]) == ("2026-11-20", "province")
    assert said["address"] == "https://ccn.vn/questions/7"
    assert said["state"]["vi"] == "Chờ trả lời"
    assert mark == "sha256=" + hmac.new("bí mật".encode(), body, hashlib.sha256).hexdigest()


def test_a_letter_names_what_moved_and_a_title_adds_no_header():
    server = socketserver.TCPServer(("127.0.0.1", 0), Mailbox)
    server.letters = []
    with running(server) as (host, port):
        MailSink(
            server=f"smtp://{host}:{port}",
            sender="ccn@haiphong.gov.vn",
            receivers=("a@haiphong.gov.vn", "b@haiphong.gov.vn"),
            base_url="https://ccn.vn",
        ).send(NOTICE)
    letter = message_from_bytes(server.letters[0], policy=policy.default)
    assert letter["To"] == "a@haiphong.gov.vn, b@haiphong.gov.vn"
    assert letter["Bcc"] is None
    assert letter["Subject"].startswith("[Cluster GIS] Kiến nghị 7: Chờ trả lời – Vướng mắc")
    text = letter.get_content()
    assert "20/11/2026" in text
    assert "https://ccn.vn/questions/7" in text


def test_a_sink_that_hangs_or_fails_holds_up_nobody_and_is_logged(caplog):
    gate, began = threading.Event(), threading.Event()

    class Stuck:
        def send(self, _):
            began.set()
            gate.wait(20)
            raise OSError("the mail server is away")

    mailroom = Mailroom([Stuck()], pauses=())
    mailroom.send(NOTICE)
    assert began.wait(20), "the notice was taken and the sender went on"
    gate.set()
    mailroom.close(wait=20)
    assert "did not deliver the notice of /questions/7" in caplog.text


def test_sinks_come_from_the_environment_and_secrets_are_not_shown():
    env = {
        "CLUSTER_GIS_NOTICE_WEBHOOK": "https://host/hook",
        "CLUSTER_GIS_NOTICE_WEBHOOK_SECRET": "s3cret",
        "CLUSTER_GIS_SMTP_URL": "smtp://u:p4ss@mail:587",
        "CLUSTER_GIS_NOTICE_FROM": "a@b.vn",
        "CLUSTER_GIS_NOTICE_TO": "c@d.vn, e@f.vn",
    }
    settings = Settings.from_environment(env)
    hooks = notice_sinks(settings)
    assert [type(one) for one in hooks] == [WebhookSink, MailSink]
    assert hooks[1].receivers == ("c@d.vn", "e@f.vn")
    assert "s3cret" not in f"{settings}{hooks}"
    assert "p4ss" not in f"{settings}{hooks}"
    assert notice_sinks(Settings.from_environment({})) == ()


@pytest.mark.parametrize(
    ("env", "named"),
    [
        pytest.param({"CLUSTER_GIS_NOTICE_WEBHOOK": "file:///etc"}, "WEBHOOK", id="no-web-address"),
        pytest.param({"CLUSTER_GIS_SMTP_URL": "mail:25"}, "SMTP_URL", id="no-mail-address"),
        pytest.param({"CLUSTER_GIS_SMTP_URL": "smtp://mail"}, "NOTICE_FROM", id="no-sender"),
    ],
)
def test_a_malformed_setting_is_named(env, named):
    with pytest.raises(InvalidInput, match=named) as refused:
        notice_sinks(Settings.from_environment(env))
    assert named in refused.value.field
