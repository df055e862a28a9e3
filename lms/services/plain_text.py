"""Plain text out of bytes: which encoding they are in, and what is said where that cannot be told."""

from __future__ import annotations

import codecs
import re

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HIGH, LOW = "\u0160\u017d\u0178\u00c0-\u00d6\u00d8-\u00de", "a-z\u00df-\u00f6\u00f8-\u00ff"
GUESSED_WRONG = re.compile(
    f"[{HIGH}\u00df-\u00f6\u00f8-\u00ff]{{3}}"  # whole words of accents: another alphabet
    f"|[{LOW}][{HIGH}]"  # a capital after a small letter: Mac Roman
    "|[\u00c2\u00c3\u00e2][\u0080-\u00bf\u20ac\u2122]"  # damaged UTF-8
    "|[\u0192\u02c6\u02dc\u00a4\u00a6\u00ac\u00d0\u00f0\u00de\u00fe]"  # letters elsewhere
    "|(?<=[A-Za-z])[\u00b2\u00b3\u00b9\u00bf\u00a1\u00a5\u00bc-\u00be\u201a\u201e\u2020\u2021"
    "\u2030\u2039](?=[a-z])"  # signs within a word: Central European, or DOS
    "|(?<=[a-z])[\u201a\u201e\u0160\u017d]"
)
"""What Windows-1252 makes of other encodings, and nobody writes in it."""
ENCODING = (
    "It is text whose encoding cannot be told for certain. Save it as UTF-8, then add it again."
)


def as_text(content: bytes) -> str | None:
    """Plain text in one of the encodings that editors write; None where it is something else."""
    text = _decoded(content)
    return None if text is None or CONTROL.search(text) else text


def why_no_text(content: bytes) -> str:
    """What is the matter with bytes that are nearly text; nothing where they are something else."""
    text = _decoded(content)
    if text is None:
        return "" if b"\x00" in content or _is_binary(content) else ENCODING
    found = CONTROL.search(text)
    if found is None or _is_binary(content):
        return ""
    line = text.count("\n", 0, found.start()) + 1
    return (
        f"Line {line} holds a control character (U+{ord(found[0]):04X}), which is no text. Take it "
        "out, then add it again."
    )


def _is_binary(content: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r" for byte in content[:4096])
    return controls > max(len(content[:4096]) // 50, 3)


def _decoded(content: bytes) -> str | None:
    for mark, encoding in WIDE.items():
        if content.startswith(mark):
            return _read_as(content, encoding)
    if b"\x00" in content:
        wide = _wide_without_mark(content)
        return _read_as(content, wide) if wide else None
    utf8 = _read_as(content, "utf-8-sig")
    if utf8 is not None:
        return utf8
    western = _read_as(content, "cp1252")
    return None if western is None or GUESSED_WRONG.search(western) else western


def _wide_without_mark(content: bytes) -> str:
    """UTF-16 without its mark: every space and line end has a NUL, always on the same side."""
    if len(content) % 2:
        return ""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if min(even, odd) or max(even, odd) * 20 < len(content):
        return ""
    return "utf-16-be" if even else "utf-16-le"


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    # The end of a file was marked with a control once, and some editors still do.
    return LINE_ENDS.sub("\n", text.removesuffix("\x1a"))
