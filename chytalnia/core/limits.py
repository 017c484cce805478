"""How often one address may ask, counted in the cache: a fence against programs, wide enough for a library behind one address.

Each process of the site counts for itself: a count in the database would be a write for each page asked, dearer than the page.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

_SECONDS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Rate:
    count: int
    seconds: int

    def times(self, more: int) -> Rate:
        return Rate(self.count * more, self.seconds)


@lru_cache(maxsize=32)
def rate(text: str) -> Rate | None:
    """«120/m» – a hundred and twenty a minute; «off» for no limit. Raises ImproperlyConfigured for anything else."""
    if text in ("", "off"):
        return None
    count, _, unit = text.partition("/")
    if not count.isascii() or not count.isdecimal() or int(count) < 1 or unit not in _SECONDS:
        raise ImproperlyConfigured(f"A rate is a number and /s, /m or /h, or off; not {text!r}")
    return Rate(int(count), _SECONDS[unit])


def address_of(request: HttpRequest) -> str:
    """Whose request it is; `core.security.TrueAddress` has put the word of our own proxy there."""
    return str(request.META.get("REMOTE_ADDR") or "")


def is_onsite(request: HttpRequest) -> bool:
    """Whether the request comes from a network of the libraries themselves (`CHYTALNIA_ONSITE_NETWORKS`)."""
    found = _address(address_of(request))
    return found is not None and any(
        found in ipaddress.ip_network(network, strict=False) for network in settings.ONSITE_NETWORKS
    )


def wait(request: HttpRequest, scope: str, allowed: Rate | None) -> int:
    """Count a request; returns 0, or the seconds until its address may ask again.

    Readers inside a library share one address and are never kept waiting.
    """
    if allowed is None or is_onsite(request):
        return 0
    now = time.time()
    window = int(now // allowed.seconds)
    key = f"rate:{scope}:{window}:{household(address_of(request))}"
    cache.add(key, 0, timeout=allowed.seconds + 5)
    try:
        asked = cache.incr(key)
    except ValueError:
        # Pushed out of a full cache between the two lines: counting begins anew.
        asked = 1
    if asked <= allowed.count:
        return 0
    return max(1, int((window + 1) * allowed.seconds - now) + 1)


def household(address: str) -> str:
    """A house has one IPv4 address and a whole /64 of IPv6 ones."""
    found = _address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found or "unknown")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
