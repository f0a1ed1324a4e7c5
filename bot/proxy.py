"""The proxy on the way to Telegram: the one that is set, or the one the environment names."""

import re
from typing import NamedTuple
from urllib.request import getproxies_environment, proxy_bypass

from yarl import URL

SOCKS_PORT = 1080
"""Port of SOCKS if nothing else is said (IANA)."""
PROXY = re.compile(r"(http|socks5h?)://([^\s/@]+@)?[^\s/@]+/?")
"""An address as the settings and the environment give it; `socks5h`, curl's word, means what `socks5` means here."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BadProxy(ValueError):
    """A setting is not the address of a proxy; says which variable holds it and never quotes it."""


class Proxy(NamedTuple):
    """A proxy by HTTP (absolute URIs, CONNECT) or SOCKS5 (host names are resolved by the proxy)."""

    url: URL
    """With user and password, if there are any."""
    set_by: str
    """The setting or environment variable it comes from."""

    def __str__(self) -> str:
        """Its address and the variable that sets it, without user and password."""
        return f"{self.url.scheme}://{self.url.host_port_subcomponent} ({self.set_by})"

    @property
    def is_socks(self) -> bool:
        """True if it speaks SOCKS5, not HTTP."""
        return self.url.scheme == "socks5"


def find_proxy(api_url: str, proxy_url: str | None) -> Proxy | None:
    """The proxy for calls to `api_url`: `proxy_url` (PROXY_URL) or else the environment's; None: straight there.

    Of the environment HTTPS_PROXY (HTTP_PROXY for a server without TLS) goes before ALL_PROXY, hosts in NO_PROXY and
    this machine itself before both, as in curl and Go. Raises `BadProxy`.
    """
    if proxy_url:
        return _proxy(proxy_url, "PROXY_URL")
    target = URL(api_url)
    known = getproxies_environment()
    if target.host in LOOPBACK or proxy_bypass(f"{target.host}:{target.port}"):
        return None
    for name in (target.scheme, "all"):
        if found := known.get(name):
            return _proxy(found, f"{name.upper()}_PROXY")
    return None


def _proxy(address: str, set_by: str) -> Proxy:
    if "://" not in address:
        address = f"http://{address}"  # as curl takes it
    url = _url(address.replace("socks5h://", "socks5://", 1)) if PROXY.fullmatch(address) else None
    if url is None:
        raise BadProxy(
            f"{set_by}: is not the address of a proxy. It looks like http://host:3128 or "
            "socks5://user:password@host:1080 (in a password write @ : / as %40 %3A %2F)"
        )
    return Proxy(url if url.port is not None else url.with_port(SOCKS_PORT), set_by)


def _url(address: str) -> URL | None:
    """None if it cannot be read, as where its port is no number."""
    try:
        url = URL(address)
        return url if url.host else None
    except ValueError:
        return None
