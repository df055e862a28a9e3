"""Take the pictures in docs/images from a running example site, each small enough for a repository.

Start one with ``lms demo --fresh``, then: ``python tools/take_pictures.py http://127.0.0.1:5000``.
"""

from __future__ import annotations

import re
import shutil
import struct
import sys
import zlib
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PASSWORD = "everybody-here-is-invented"  # noqa: S105 - the example's, printed by lms demo
LARGEST = 150_000
COLOURS = 64
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main(site: str) -> None:
    """Take every picture; a page that has changed its words stops with what was looked for."""
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        learner(signed_in(browser, site, "rhona.tindall"))
        requirement(signed_in(browser, site, "esme.hartnoll"))
        teaching(signed_in(browser, site, "beatrix.lindqvist-hay"))
        board(signed_in(browser, site, "gloria.whitcomber"))
        editor(signed_in(browser, site, "gloria.whitcomber"))
        cadre(signed_in(browser, site, "leopold.grangeby"))
        signing(browser, signed_in(browser, site, "keziah.ormerley"), Path(sys.argv[2]))
        browser.close()


def signed_in(browser: Browser, site: str, who: str) -> Page:
    """A window in which somebody of the example is signed in."""
    page = browser.new_context(
        base_url=site, viewport={"width": 1040, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def learner(page: Page) -> None:
    """What needs a learner now, and how the learner stands."""
    page.goto("/learning/")
    keep(page, "learner", 1150)


def requirement(page: Page) -> None:
    """What counted towards a requirement, what did not, and why."""
    page.goto("/learning/")
    page.get_by_role("link", name="Sixty hours of systemic practice", exact=False).last.click()
    keep(page, "requirement", 1750)


def teaching(page: Page) -> None:
    """What waits for a tutor."""
    page.goto("/teaching/")
    keep(page, "teaching", 1000)


def board(page: Page) -> None:
    """The papers of a board."""
    page.goto("/programmes/family-therapy/cohorts/year-2-2/board/year-2")
    keep(page, "board", 1250)


def editor(page: Page) -> None:
    """A curriculum file with a mistake in it, found while it is typed."""
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto("/curricula/foundation/files/foundation/stage.md")
    box = page.locator("textarea").first
    box.fill(box.input_value().replace("kind: attendance", "kind: atendance", 1))
    page.get_by_text(re.compile("did you mean")).first.wait_for()
    keep(page, "editor", 900)


def cadre(page: Page) -> None:
    """The cadre and its pipeline as of a day."""
    page.goto("/cadre/")
    keep(page, "cadre", 1250)


def signing(browser: Browser, page: Page, instance: Path) -> None:
    """What a supervisor sees who has no account: a learner asks, and the mail has the link."""
    page.goto("/learning/")
    page.get_by_role("link", name="Practice hours").click()
    ask = page.get_by_role("button", name="to Yolanda Prycewell")
    if ask.count():
        ask.click()
        page.wait_for_timeout(6000)
    newest = max((instance / "mail").iterdir(), key=lambda path: path.stat().st_mtime)
    link = re.findall(r"http\S+/sign/\S+", newest.read_text())[-1]
    signer = browser.new_page(viewport={"width": 1040, "height": 900})
    signer.goto(link)
    keep(signer, "signing", 1000)


def keep(page: Page, name: str, height: int) -> None:
    """Write the top of a page as a picture with few colours."""
    width = (page.viewport_size or {"width": 0})["width"]
    page.set_viewport_size({"width": width, "height": height})
    data = with_palette(page.screenshot())
    if len(data) > LARGEST:
        raise ValueError(f"{name}.png has {len(data)} bytes; show less of the page")
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(data)
    print(f"{name}.png {len(data) // 1000} kB")


Colour = tuple[int, int, int]


def with_palette(png: bytes) -> bytes:
    """The same picture with at most 64 colours: a page's text and boxes have hardly more."""
    width, rows = pixels(png)
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    nearest = {
        c: min(range(len(palette)), key=lambda i, c=c: distance(c, palette[i])) for c in counted
    }
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


def distance(one: Colour, other: Colour) -> int:
    """How unlike two colours are."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixels(png: bytes) -> tuple[int, list[list[Colour]]]:
    """The width of a browser's PNG, and its rows of colours."""
    parts, at = {}, 8
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


if __name__ == "__main__":
    main(sys.argv[1])
