"""A server that is killed while it decides: run as a program, it forks one for each line it reads.

Line in: "PROPOSAL DELAY_MS". Each child serves one request, the approval of that proposal, through
the whole application, and is killed with SIGKILL after the delay ("never": not at all). Line out:
milliseconds from the request to its end.
"""

import os
import signal
import sys
import time

from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from api.parameters import today


def serve(web_url: str, writer_url: str, access_url: str, secret: str, number: str) -> None:
    app = create_app(
        WebSettings(database_url=web_url, writer_url=writer_url, access_url=access_url)
    )
    with TestClient(app, base_url="http://cluster.example") as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        address = f"/api/v1/proposals/{number}"
        seen = client.get(address).headers["ETag"]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        document = {"number": f"{number}/QĐ-UBND", "signed_on": today().isoformat(), "signer": "A"}
        client.post(
            f"{address}/moves",
            json={"move": "approve", "reason": "vì", "document": document},
            headers={"If-Match": seen},
        )


def main() -> None:
    urls = sys.argv[1:5]
    for line in sys.stdin:
        number, delay_ms = line.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            try:
                serve(*urls, number)
            finally:
                os._exit(0)
        os.close(writing)
        os.read(reading, 6)  # it has read the proposal and is about to ask for the approval
        started = time.monotonic()
        if delay_ms != "never":
            time.sleep(float(delay_ms) / 1000)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        sys.stdout.write(f"{(time.monotonic() - started) * 1000:.0f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
