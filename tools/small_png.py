"""Make a browser's picture of a page small: as PNG with a palette, for it has few colours."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

COLOURS = 64
Colour = tuple[int, int, int]


def with_palette(png: bytes) -> bytes:
    """The same picture with at most 64 colours: a page's text and boxes have hardly more."""
    width, rows = pixels(png)
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    nearest = {colour: nearest_of(palette, colour) for colour in counted}
    body = b"".join(b"\0" + bytes(nearest[c] for c in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, data)
        for kind, data in (
            (b"IHDR", head),
            (b"PLTE", colours),
            (b"IDAT", zlib.compress(body, 9)),
            (b"IEND", b""),
        )
    )


def nearest_of(palette: list[Colour], colour: Colour) -> int:
    """The place in the palette of what is most like a colour."""
    return min(range(len(palette)), key=lambda place: distance(colour, palette[place]))


def distance(one: Colour, other: Colour) -> int:
    """How unlike two colours are."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixels(png: bytes) -> tuple[int, list[list[Colour]]]:
    """The width of a browser's PNG, and its rows of colours."""
    parts: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind = png[at + 4 : at + 8]
        parts[kind] = parts.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += length + 12
    width, height, _, form = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    size = {2: 3, 6: 4}[form]
    raw, stride, before = zlib.decompress(parts[b"IDAT"]), width * size, bytes(width * size)
    rows = []
    for number in range(height):
        start = number * (stride + 1)
        before = unfiltered(raw[start], raw[start + 1 : start + 1 + stride], before, size)
        rows.append([(before[i], before[i + 1], before[i + 2]) for i in range(0, stride, size)])
    return width, rows


def unfiltered(how: int, line: bytes, above: bytes, size: int) -> bytes:
    """A line of a PNG as it was before its filter (PNG specification, section 9)."""
    out = bytearray(line)
    for i, value in enumerate(line):
        left = out[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        guess = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[how]
        out[i] = (value + guess) & 255
    return bytes(out)


def paeth(left: int, above: int, corner: int) -> int:
    """Whichever of three neighbours is nearest to their sum's guess."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda near: abs(guess - near))
