"""Stylesheets, scripts and pictures, each under a name that carries its content's hash: a browser asks once."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC = Path(__file__).parent / "static"
ADDRESS = "/static/"
HEADERS = {
    # A year, the longest that browsers are asked for: another content has another name.
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DIGITS = 16
MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""Of the files that we have, whatever the machine knows; any other is text."""
WORTH_IT = 0.9
"""What compressing must save, as a share of the size, to be worth unpacking again."""
IMPORT = re.compile(rb"(?<= from )'(\./[^']+)'")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served: the name with the hash, and the content, also compressed."""

    name: str
    content: bytes
    compressed: bytes | None
    media_type: str


@cache
def read_assets(folder: Path = STATIC) -> Mapping[str, Asset]:
    """Every file of a folder by its own name.

    Read once and kept: an installation that is replaced under a running site never gives it
    another content for a name that it has already told.
    """
    assets: dict[str, Asset] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _read(folder, path, assets)
    return assets


def _read(folder: Path, path: Path, assets: dict[str, Asset]) -> Asset:
    """A file after those that it imports, for their names are part of its content."""
    own_name = path.relative_to(folder).as_posix()
    if own_name in assets:
        return assets[own_name]

    def named(imported: re.Match[bytes]) -> bytes:
        there = _read(folder, path.parent / imported[1].decode(), assets)
        base = PurePosixPath(own_name).parent
        return f"'./{PurePosixPath(there.name).relative_to(base)}'".encode()

    content = path.read_bytes()
    if path.suffix == ".js":
        content = IMPORT.sub(named, content)
    assets[own_name] = asset = _asset(own_name, content)
    return asset


def _asset(own_name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    place = PurePosixPath(own_name)
    smaller = gzip.compress(content, mtime=0)
    return Asset(
        name=str(place.with_name(f"{place.stem}.{digest}{place.suffix}")),
        content=content,
        compressed=smaller if len(smaller) < WORTH_IT * len(content) else None,
        media_type=MEDIA_TYPES.get(place.suffix, "text/plain"),
    )


def init_app(app: Flask) -> None:
    """Serve the files, and give templates ``asset``, the only way to their addresses."""
    app.wsgi_app = Assets(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset_address


def asset_address(own_name: str) -> str:
    """``/static/cadre.2f6a….css`` for ``cadre.css``."""
    return request.root_path.rstrip("/") + ADDRESS + read_assets()[own_name].name


class Assets:
    """Answers for the files before the site is asked: no session is opened, and no database read.

    An answer that depended on the cookie would be fetched again at every sign-in.
    """

    def __init__(self, site: WSGIApplication) -> None:
        self.site = site
        self.assets = {ADDRESS + asset.name: asset for asset in read_assets().values()}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The file that an address names; whatever else is asked is the site's to answer."""
        asset = self.assets.get(environ.get("PATH_INFO", ""))
        if asset is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.site(environ, start_response)
        return _answer(asset, Request(environ))(environ, start_response)


def _answer(asset: Asset, asked: Request) -> Response:
    response = Response(asset.content, mimetype=asset.media_type, headers=HEADERS)
    etag = asset.name
    if asset.compressed is not None:
        response.vary.add("Accept-Encoding")
        if asked.accept_encodings["gzip"]:
            response.data, response.content_encoding = asset.compressed, "gzip"
            etag = f"{etag}.gz"
    response.set_etag(etag)
    return response.make_conditional(asked)
