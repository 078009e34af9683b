"""Server processes forked from one that has everything loaded."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

APPLICATION = """
import os

def build():
    made_by = os.getpid()
    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        body = f"{made_by} {os.getpid()} {os.getppid()}".encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})
    return app
"""
SERVE = """
import sys, uvicorn
from cluster_gis.cli.worker_processes import ForkedProcesses, load_once
config = uvicorn.Config("tiny_application:build", factory=True, port=0, workers=2,
    lifespan="off", log_level="warning", access_log=False)
config.app = load_once("tiny_application:build")
sockets = [config.bind_socket()]
sockets[0].listen()
print(sockets[0].getsockname()[1], flush=True)
ForkedProcesses(config, sockets=sockets).run()
"""


def test_children_serve_what_their_parent_made_and_end_with_it(tmp_path):
    (tmp_path / "tiny_application.py").write_text(APPLICATION)
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    port = int(process.stdout.readline())
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        made_by, here, parent = map(int, answer.read().split())
    assert made_by == parent == process.pid
    assert here != parent
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert not Path(f"/proc/{here}").exists()
