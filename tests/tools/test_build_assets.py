"""The browser assets that we serve hold nothing that is reserved for gov.uk."""

import json
from hashlib import sha256

import pytest
from playwright.sync_api import Page

from tools.build_assets import NOT_OURS, TARGET, BuildError, neutral_stylesheet

STYLESHEET = TARGET / "govuk-frontend.min.css"


def test_the_manifest_names_every_file_with_its_hash() -> None:
    hashes = json.loads((TARGET / "manifest.json").read_text())["sha256"]
    files = {path.name: path for path in TARGET.iterdir() if path.name != "manifest.json"}
    assert hashes == {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_the_stylesheet_has_no_typeface_or_arms_of_gov_uk() -> None:
    served = STYLESHEET.read_text()
    assert [name for name in NOT_OURS if name in served] == []


def test_a_new_way_to_bring_the_typeface_in_stops_the_build() -> None:
    with pytest.raises(BuildError, match="GDS Transport"):
        neutral_stylesheet('.new{font:1rem "GDS Transport"}')


def test_a_page_shows_in_the_system_font(page: Page) -> None:
    page.set_content('<p class="govuk-body">A day of teaching</p>')
    page.add_style_tag(path=STYLESHEET)
    font = page.locator("p").evaluate("element => getComputedStyle(element).fontFamily")
    assert font.startswith("system-ui")
