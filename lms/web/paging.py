"""Which page of a list an address asks for, and the addresses of its other pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import request

from lms.domain.part import ROWS, Asked, Part, page_asked, part_of
from lms.web.number_input import read_number

PAGE = "page"
Row = TypeVar("Row")


def asked_page(size: int = ROWS, name: str = PAGE) -> Asked:
    """The page in the address; the first where that is no number.

    A page with several lists turns each by a ``name`` of its own.
    """
    return page_asked(read_number(request.args.get(name)), size)


def page_of(rows: Sequence[Row], size: int = ROWS, name: str = PAGE) -> Part[Row]:
    """The rows that the page in the address shows of a list that is at hand."""
    return part_of(rows, asked_page(size, name))


def page_address(number: int, name: str = PAGE) -> str:
    """Another page of what is shown: the same day, the same filters."""
    kept = [(key, text) for key, text in request.args.items(multi=True) if key != name]
    return f"?{urlencode(kept + ([(name, str(number))] if number > 1 else []))}"
