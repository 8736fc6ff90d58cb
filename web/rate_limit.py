"""How often one client may ask. Counts live in memory and die with the process."""

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter


class RateLimit:
    """A limit such as ``60/minute`` for each client; None limits nobody."""

    def __init__(self, limit: str | None) -> None:
        self._limit: RateLimitItem | None = parse(limit) if limit else None
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def wait(self, address: str | None) -> int:
        """Count one request; return 0 if it may pass, else the seconds to wait."""
        if self._limit is None:
            return 0
        client = _client(address)
        if self._counter.hit(self._limit, client):
            return 0
        reset = self._counter.get_window_stats(self._limit, client).reset_time
        return max(1, math.ceil(reset - time.time()))  # noqa: TID251 -- limits counts in epoch seconds


def _client(address: str | None) -> str:
    """Return what stands for the client: its address, for IPv6 the network of its /64."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed, 64), strict=False))
