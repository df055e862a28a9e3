"""Stylesheets and scripts: kept by browsers for ever, and so never another content under one name."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.web.assets import STATIC, read_assets

TEMPLATES = STATIC.parent / "templates"
OWN_NAMES = [name for name in read_assets() if not name.endswith("manifest.json")]
HASH = re.compile(r"\.([0-9a-f]{16})(?=\.|$)")


def get(app: Flask, own_name: str, **headers: str) -> TestResponse:
    return app.test_client().get(f"/static/{read_assets()[own_name].name}", headers=headers)


@pytest.mark.parametrize("own_name", OWN_NAMES)
def test_a_name_carries_the_hash_of_what_is_served_and_is_kept_for_ever(
    app: Flask, own_name: str
) -> None:
    answer = get(app, own_name)
    assert answer.status_code == 200
    digest = HASH.search(read_assets()[own_name].name)
    assert digest
    assert hashlib.sha256(answer.data).hexdigest().startswith(digest[1])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_whoever_unpacks_is_sent_it_compressed(app: Flask) -> None:
    plain = get(app, "cadre.css")
    packed = get(app, "cadre.css", Accept_Encoding="br, gzip")
    refused = get(app, "cadre.css", Accept_Encoding="gzip;q=0")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert len(packed.data) < len(plain.data)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert {answer.headers["Vary"] for answer in (plain, packed, refused)} == {"Accept-Encoding"}
    assert packed.mimetype == plain.mimetype == "text/css"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_whoever_has_it_is_sent_nothing(app: Flask, encoding: str) -> None:
    mark = get(app, "cadre.js", Accept_Encoding=encoding).headers["ETag"]
    again = get(app, "cadre.js", Accept_Encoding=encoding, If_None_Match=mark)
    assert (again.status_code, again.data) == (304, b"")
    assert "immutable" in again.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["cadre.css", "cadre.0123456789abcdef.css", "../shell.py"])
def test_no_other_name_gives_anything_and_none_is_kept(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/static/{name}")
    assert answer.status_code in (302, 404)
    assert answer.headers["Cache-Control"] == "no-store"


def test_scripts_import_each_other_by_names_with_hashes(app: Flask) -> None:
    served = {asset.name: asset for asset in read_assets().values()}
    imported = [
        found.decode()
        for asset in served.values()
        for found in re.findall(rb"from '\./([^']+)'", asset.content)
    ]
    assert len(imported) == 5
    assert set(imported) <= served.keys()


def test_another_content_has_another_name_also_for_what_imports_it(tmp_path: Path) -> None:
    names = []
    for folder, text in (("before", "export const a = 1"), ("after", "export const a = 2")):
        place = tmp_path / folder / "part"
        place.mkdir(parents=True)
        (place / "one.js").write_text(text)
        (place.parent / "all.js").write_text("import { a } from './part/one.js'\n")
        assets = read_assets(place.parent)
        assert assets["part/one.js"].name.encode() in assets["all.js"].content
        names.append((assets["all.js"].name, assets["part/one.js"].name))
    assert not set(names[0]) & set(names[1])


def test_a_page_names_only_what_is_served(
    app: Flask, client_for: Callable[[str], FlaskClient]
) -> None:
    client = app.test_client()
    page = client.get("/sign-in")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(addresses) >= 4
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert page.headers["Cache-Control"] == "no-store"


def test_templates_ask_one_function_for_addresses_of_files() -> None:
    texts = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    by_hand = [p.name for p, text in texts.items() if re.search(r"/static/|url_for\('assets", text)]
    assert by_hand == []
    asked = {name for text in texts.values() for name in re.findall(r"asset\('([^']+)'\)", text)}
    assert asked <= read_assets().keys()
    assert "cadre.css" in asked
