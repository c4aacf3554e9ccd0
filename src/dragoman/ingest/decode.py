"""Bytes to text: the encoding that the bytes are in, not the one that is declared."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
"""What pages that declare the key really use."""
_OTHERS = (b"PK\x03\x04", b"%PDF-", b"{\\rtf")
"""How files of other programs begin that can look like text: ZIP and DOCX, PDF, RTF."""
_FEW = 3
"""Bytes that a cut-off character or a slip may leave in a UTF-8 text."""
_SAMPLE = 64_000
_HEAD = 4096
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, whatever is declared.

    A byte order mark counts first, then valid UTF-8, then what is declared (by the server in
    ``declared``, or in the page), then what the bytes look like; what is not valid even then
    becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return tidy(data.decode(encoding, "replace").removeprefix("\ufeff"))
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        # A cut-off last character, or one bad byte in a long text, does not make it another encoding.
        if _mostly_utf8(data, error):
            return tidy(data.decode("utf-8", "replace"))
    for name in (declared, _declared_inside(data)):
        if (known := _known(name)) and known != "utf-8":
            try:
                return tidy(data.decode(known))
            except (UnicodeDecodeError, LookupError):
                continue
    return tidy(data.decode(_guess(data), "replace"))


def tidy(text: str) -> str:
    """Lone surrogates and NULs, which no store or encoder takes, as U+FFFD: the length stays the same."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is no text: control bytes that text does not have, in no Unicode encoding."""
    head = data[:_HEAD]
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return False
    if head.startswith(_OTHERS):
        return True
    odd = sum(head.count(byte) for byte in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return odd > max(2, len(head) // 50)


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    if error.start >= len(data) - _FEW:
        return True
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    return bad <= _FEW and sum(char > "\x7f" for char in sample) > bad * 10


def _declared_inside(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _known(name: str | None) -> str | None:
    try:
        known = codecs.lookup(name.strip()).name if name else None
    except LookupError:
        return None
    return _SUPERSETS.get(known, known) if known else None


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    name = _known(best.encoding) if best else None
    return name or "cp1252"
