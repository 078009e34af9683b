"""Counters of one server process in the Prometheus text format (version 0.0.4)."""

import os
from collections import Counter
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def _label(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@dataclass(slots=True)
class Metrics:
    """Requests by route template and status; touched by the event loop only, so without a lock."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request. route: the template, so that labels stay few."""
        self.requests[method, route, status] += 1
        self.seconds[route] += seconds  # type: ignore[assignment]  # a Counter of floats

    def text(self, register: str) -> str:
        """Everything counted since the process started."""
        lines = [
            "# HELP cluster_gis_info Which register this process serves.",
            "# TYPE cluster_gis_info gauge",
            f'cluster_gis_info{{register="{register}",pid="{os.getpid()}"}} 1',
            "# HELP cluster_gis_requests_in_flight Requests being answered.",
            "# TYPE cluster_gis_requests_in_flight gauge",
            f"cluster_gis_requests_in_flight {self.in_flight}",
            "# HELP cluster_gis_requests_total Answered requests.",
            "# TYPE cluster_gis_requests_total counter",
        ]
        for (method, route, status), count in sorted(self.requests.items()):
            labels = f'method="{_label(method)}",route="{_label(route)}",status="{status}"'
            lines.append(f"cluster_gis_requests_total{{{labels}}} {count}")
        lines += [
            "# HELP cluster_gis_request_seconds_total Time spent answering, by route.",
            "# TYPE cluster_gis_request_seconds_total counter",
        ]
        for route, seconds in sorted(self.seconds.items()):
            lines.append(
                f'cluster_gis_request_seconds_total{{route="{_label(route)}"}} {seconds:.6f}'
            )
        return "\n".join(lines) + "\n"
