"""A page's form filled in as a browser fills it: what stands in it goes along."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient


@dataclass
class Form:
    """What the fields of a page hold, and what each group of radio buttons offers."""

    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def starting(self, beginning: str) -> list[str]:
        """The names of the fields that begin so."""
        return [name for name in (*self.values, *self.choices) if name.startswith(beginning)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form, self.box = Form(), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self.box = name
            self.form.values[name] = ""
        if tag != "input" or not name:
            return
        if said.get("type") in ("radio", "checkbox"):
            self.form.choices.setdefault(name, []).append(said.get("value", "on"))
        if said.get("type") not in ("radio", "checkbox") or "checked" in said:
            self.form.values[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.box = ""

    def handle_data(self, data: str) -> None:
        if self.box:
            self.form.values[self.box] += data


def form_of(client: FlaskClient, path: str) -> Form:
    """The fields of a page; SystemExit where it does not open."""
    page = client.get(path)
    if page.status_code != 200:
        raise SystemExit(f"{path} answered {page.status_code}; the benchmark is out of date")
    reader = _Reader()
    reader.feed(page.text.partition("<main")[2])
    return reader.form
