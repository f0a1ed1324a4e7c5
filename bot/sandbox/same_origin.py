"""The same-origin check: only the page itself, in a browser on this machine, may act as the people of the town."""

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(handler: Handler) -> Handler:
    """Refuse with 403 whoever is not a same-origin page or a program on this machine; add the protective headers.

    The Host header is checked too: a name that somebody points at 127.0.0.1 (DNS rebinding) is not loopback.
    """

    async def checked(request: web.Request) -> web.StreamResponse:
        if reason := refusal(request):
            return web.json_response({"error": reason}, status=403, headers=HEADERS)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def refusal(request: web.Request) -> str | None:
    """Reason not to serve this request; None: it is served."""
    if not _is_loopback(request.remote or ""):
        return "The sandbox answers only on the machine it runs on."
    host = URL(f"http://{request.headers.get('Host', '')}").host or ""
    if host != "localhost" and not _is_loopback(host):
        return "Open the sandbox by the address it has printed."
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        return "Another site may not use the sandbox."
    # A link to the page may be followed from anywhere: whoever set it can neither read the page nor act in it.
    followed = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if not followed and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        return "Another site may not use the sandbox."
    return None


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
