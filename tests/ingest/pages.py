"""Pages and archives made up for the tests."""

from __future__ import annotations

import gzip

PARAGRAPHS = (
    "Chad and Libya reopened their border on Monday after three days of talks in Sebha, officials said.",
    "“We have agreed on joint patrols,” the Chadian interior minister, Adoum Tchari, told reporters.",
    "The two sides will exchange prisoners before the end of the month, according to a joint statement.",
)


def page(*, ld: str = "", head: str = "", body: str = "", title: str = "Chad and Libya reopen border") -> str:
    """A news page with what is given in its head and body."""
    script = f'<script type="application/ld+json">{ld}</script>' if ld else ""
    article = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Sahel Post</title>{head}{script}'
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{article}{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


def warc(*pages: tuple[str, str], compress: bool = True) -> bytes:
    """A WARC of (address, page) responses."""
    out = b""
    for number, (url, text) in enumerate(pages):
        body = text.encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (
            len(body),
            body,
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-0{number + 1}T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if compress else record
    return out
