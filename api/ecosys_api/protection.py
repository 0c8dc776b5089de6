"""Protection: headers that tell a browser what an answer may do, on every reply."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.replies import REVALIDATE, response

POLICY = "Content-Security-Policy"
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of what is no page: nothing is loaded or run, whatever stands in it."""
OWN_FILES = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""The policy of pages in which no style and no script is written."""
HEADERS = {
    POLICY: NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), publickey-credentials-get=(), usb=()",
}
BY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
"""What is said besides to who asked by https: to stay with that, for a year."""
_POLICY = POLICY.lower().encode()
_INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_OF_ALL, _OF_HTTPS = _raw(HEADERS), _raw({**HEADERS, **BY_HTTPS})


class Protected:
    """Puts the headers on every reply; what a page says itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        wanted = _OF_HTTPS if scope.get("scheme") == "https" else _OF_ALL

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = dict(message["headers"])
                if message["status"] == 304:
                    own[_POLICY] = b""  # who has the page has its policy
                more = [each for each in wanted if each[0] not in own]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, protected)


def html_response(html: str, policy: str = OWN_FILES) -> Response:
    """A page with its tag, and with its policy."""
    reply = response(html.encode(), "text/html; charset=utf-8", REVALIDATE)
    reply.headers[POLICY] = policy
    return reply


def policy_of(html: str) -> str:
    """The policy of a page: the styles and scripts written in it, and what this server has.

    >>> policy_of("<style>p {}</style>").partition("; ")[2]  # doctest: +ELLIPSIS
    "style-src 'self' 'sha256-...'; script-src 'self'; connect-src 'self'; img-src data:; frame-..."
    """
    hashes: dict[str, str] = {"style": "", "script": ""}
    for kind, text in _INLINE.findall(html):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        hashes[kind] += f" 'sha256-{digest}'"
    first, _, rest = NOTHING.partition("; ")
    own = f"style-src 'self'{hashes['style']}; script-src 'self'{hashes['script']}"
    return f"{first}; {own}; connect-src 'self'; img-src data:; {rest}"
