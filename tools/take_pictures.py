"""Take the pictures in docs/images from a running example site, each small enough for a repository.

Start one with ``lms demo --fresh``, then, with its address and its instance folder:
``python -m tools.take_pictures http://127.0.0.1:5000 instance``.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.small_png import with_palette

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PASSWORD = "everybody-here-is-invented"  # noqa: S105 - the example's, printed by lms demo
LARGEST = 150_000
"""Bytes of one picture."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main(site: str, instance: Path) -> None:
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
        signing(browser, signed_in(browser, site, "keziah.ormerley"), instance)
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
    page.get_by_role("link", name="Ten hours of systemic supervision").last.click()
    keep(page, "requirement", 1200)


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
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/curricula/foundation/files/foundation/stage.md")
    box = page.locator("textarea").first
    box.fill(box.input_value().replace("kind: attendance", "kind: atendance", 1))
    page.get_by_text(re.compile("did you mean")).first.wait_for()
    page.get_by_role("link", name="Line ").click()
    page.evaluate("window.scrollTo(0, 0)")
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


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
