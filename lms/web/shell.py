"""What every page shares: templates, filters and the menu."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask, url_for
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

from lms.curriculum.links import Link, Resolve
from lms.curriculum.markdown import Html, render
from lms.domain.calendar import in_words
from lms.domain.practice_time import times_of
from lms.domain.requirements.practice import category_title
from lms.domain.verdicts import number
from lms.domain.wording import agreed, capital, in_units, many, parted, titled
from lms.services.people import name_of
from lms.services.site import LONDON
from lms.web import assets, navigation
from lms.web.date_input import date_items
from lms.web.guard import actor, site
from lms.web.paging import page_address, page_of


def init_app(app: Flask) -> None:
    """Set up templates."""
    app.jinja_env.undefined = ChainableUndefined
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("lms.web"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    assets.init_app(app)
    WTFormsHelpers(app)
    app.jinja_env.filters.update(
        date=in_words,
        moment=in_words_with_time,
        number=number,
        markdown=as_html,
        words=lambda code: parted(str(code)),
        capital=lambda text: capital(str(text)),
        titled=lambda code: titled(str(code)),
        category=category_title,
        times=times_of,
        many=many,
        agreed=agreed,
        in_units=in_units,
        date_items=date_items,
    )
    app.jinja_env.globals.update(page_address=page_address, page_of=page_of)
    app.context_processor(lambda: {"menu": navigation.menu(), "me": actor, "my_name": my_name})


def my_name() -> str:
    """The name of the person signed in."""
    return name_of(site().session(), actor().person)


def as_html(text: str, demote: int = 0, resolve: Resolve | None = None, prefix: str = "") -> Html:
    """Markdown as sanitised HTML; unless told otherwise, only links to the glossary lead anywhere."""
    return render(text, resolve or _to_glossary, demote=demote, prefix=prefix)


def _to_glossary(link: Link) -> str | None:
    return url_for("start.glossary", _anchor=link.id) if link.kind == "glossary" else None


def in_words_with_time(moment: datetime | None) -> str:
    """An instant as people in London read it: ``3 March 2026, 14:05``."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    day: date = local.date()
    return f"{in_words(day)}, {local:%H:%M}"
