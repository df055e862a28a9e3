"""Whatever is typed survives: a form that could not be taken is shown filled again, once and for all.

A view or an error page says so with ``show_form_again``, ``ask_who_wrote``; when the answer is
ready, the form's own page is asked for as that person would ask for it, and filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask_security import current_user
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.web.filled_page import filled
from lms.web.form_owner import mark_of, owner_of_sent
from lms.web.guard import OPEN, SAFE_METHODS, actor, permission_of, wants_json
from lms.web.page_within import page_asked
from lms.web.sent_form import Sent, read_sent, sent_now

KEPT = "kept"
"""The hidden box of the sign-in page in which what was typed travels."""
SIGN_IN, SIGN_OUT = "security.login", "security.logout"
SIGNED_OUT = (
    "You had been signed out when you sent this form, so nothing has been saved or done. What you "
    "typed is in it again: look at it, then send it once more."
)
GROWN_OLD = (
    "This form was opened before you last signed in, or in another window, so nothing has been "
    "saved or done yet. What you typed is in it again: look at it, then send it once more."
)
SIGN_IN_FIRST = "You have been signed out. Sign in again: what you typed is kept and shown to you."
ANOTHERS = (
    "What was typed before signing in was typed under another account. It is not shown here, and "
    "nothing of it was saved or done."
)
UNDER_ANOTHER = (
    "This form was opened under another account than the one signed in now, so nothing of it was "
    "saved or done."
)
SCRIPT_SIGNED_OUT = (
    "Not saved: you are signed out. What you typed stays in this page. Save it with the button, "
    "which lets you sign in, or sign in in another tab and come back."
)
NO_PLACE = "The form that this was typed into is not open to you now. Copy what you need from here."
TOO_LARGE = (
    "You have been signed out, and this is too large to be kept while you sign in. Copy it from "
    "here, sign in, and put it in again."
)
PAGES: Mapping[str, str] = {
    "own_work.words": "own_work.files",
    "administration.account": "administration.person",
    "moderation.draw": "moderation.one",
    "practice.ask": "practice.hours",
}
"""Where forms stand that are sent to an address which shows no page of its own."""


@dataclass(frozen=True, slots=True)
class Again:
    """What to show in place of an answer: the form filled in, or the sign-in page that carries it."""

    sent: Sent
    says: str
    status: int = 200
    wrong: bool = False
    kept: str = ""


def init_app(app: Flask) -> None:
    """Look at each answer last of all, whose headers are then those of the page that is shown."""
    app.after_request(_answer)
    app.context_processor(lambda: {"kept": kept_now})


def kept_now() -> str:
    """What the sign-in page carries."""
    return str(request.environ.get("cadre.kept") or request.form.get(KEPT, ""))


def _with_page(sent: Sent | None) -> Sent | None:
    """What the form sent, with the address of the page that it stands in."""
    return replace(sent, page=_page_of(sent.address)) if sent else None


def _page_of(address: str) -> str:
    if _shows(address):
        return address
    endpoint = PAGES.get(request.endpoint or "")
    if endpoint:
        return url_for(endpoint, **_arguments(endpoint))
    came = urlsplit(request.referrer or "")
    back = f"{came.path}?{came.query}".rstrip("?")
    return back if came.netloc == request.host and _shows(back) else ""


def _arguments(endpoint: str) -> dict[str, Any]:
    rule = next(current_app.url_map.iter_rules(endpoint))
    return {k: v for k, v in (request.view_args or {}).items() if k in rule.arguments}


def _shows(address: str) -> bool:
    """Whether an address of ours shows a page."""
    try:
        urls = current_app.create_url_adapter(request)
        return bool(urls and urls.match(urlsplit(address).path, method="GET"))
    except HTTPException:
        return False


def keep_what_was_typed() -> Response | tuple[dict[str, str], int] | None:
    """Before a request is turned away because nobody is signed in: keep what it sent.

    A script is told so, and keeps what is typed in its page.
    """
    if request.endpoint is None or request.method in SAFE_METHODS or wants_json():
        return None
    if permission_of(current_app, request.endpoint, request.method) == OPEN or actor().person:
        return None
    return ({"message": SCRIPT_SIGNED_OUT}, 401) if request.is_json else _carry_through_signing_in()


def _carry_through_signing_in() -> Response | None:
    """For a form sent without a session: the sign-in page with what was typed, None where no account's.

    A form that no account of ours was shown carries nothing: what is shown again afterwards as
    somebody's own text must have come out of a page of his own.
    """
    owner, sent = owner_of_sent(), _with_page(read_sent())
    if not owner or not sent:
        return None
    if sent.too_large:
        return Response(render_template("typed.html", says=TOO_LARGE, sent=sent), 401)
    g.again = Again(sent, SIGN_IN_FIRST, 401, kept=_sealed(sent, owner))
    return Response(status=401)


def _sealed(sent: Sent, owner: str) -> str:
    return str(_seal().dumps({"owner": owner, **asdict(sent)}))


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="cadre-kept")


def _opened(kept: str) -> tuple[str, Sent] | None:
    try:
        found = dict(_seal().loads(kept))
        owner, boxes = str(found.pop("owner")), found.pop("boxes")
        texts = tuple((str(name), str(text)) for name, text in boxes)
        return owner, Sent(found["address"], texts, tuple(found["files"]), found["page"])
    except (BadData, KeyError, TypeError, ValueError):
        return None


def form_grew_old() -> bool:
    """For a form whose token is not the session's: show it again to whose it is; whether it will be."""
    owner, sent = owner_of_sent(), _with_page(read_sent())
    if owner is None or not sent or request.endpoint in (SIGN_IN, SIGN_OUT):
        return False
    if not owner and permission_of(current_app, request.endpoint or "", "POST") != OPEN:
        return False
    if owner and not compare_digest(owner, mark_of(actor().person)):
        g.again_as = "" if sent.too_large else _sealed(sent, owner)
        return False
    g.again = Again(sent, GROWN_OLD, 400)
    return True


def show_form_again(says: str, status: int) -> None:
    """For an act that was refused with a page of its own: show its form again, with the reason."""
    sent = _with_page(sent_now())
    if sent and any(sent.typed) and request.endpoint not in (SIGN_IN, SIGN_OUT):
        g.again = Again(sent, says, status, wrong=True)


def another_account() -> str:
    """What the page of a form of another account carries on to signing in as whose it is."""
    return str(g.get("again_as", ""))


def _answer(response: Response) -> Response:
    again = g.pop("again", None)
    if request.endpoint == SIGN_IN and request.method == "POST" and kept_now():
        again = _after_signing_in(response)
    elif request.endpoint == SIGN_OUT and kept_now() and response.status_code == 302:
        again = Again(Sent("", ()), SIGN_IN_FIRST, kept=kept_now())
    if isinstance(again, Response):
        return again
    if again is None:
        return response
    page = _sign_in_page(again) if again.kept else _form_page(again, response)
    if page is not response:
        for cookie in response.headers.getlist("Set-Cookie"):
            page.headers.add("Set-Cookie", cookie)
    return page


def _after_signing_in(response: Response) -> Again | Response | None:
    """The form filled in where whoever typed it signed in; nothing of it to anybody else."""
    opened = _opened(kept_now())
    if not current_user.is_authenticated:
        if response.status_code < 400 or response.status_code == 429:
            return None  # its own page, which says what was wrong and carries on
        return Again(Sent("", ()), g.get("said", ""), response.status_code, kept=kept_now())
    if opened and compare_digest(opened[0], mark_of(current_user.person)):
        return Again(opened[1], SIGNED_OUT)
    flash(ANOTHERS)
    return redirect(url_for("start.index"))


def _sign_in_page(again: Again) -> Response:
    page = page_asked(url_for(SIGN_IN), {"cadre.kept": again.kept, "cadre.says": again.says})
    page.status_code = again.status
    return page


def _form_page(again: Again, refused: Response) -> Response:
    """The form's page as it is now, filled in; or else what was typed, to be copied."""
    sent = again.sent
    page = page_asked(sent.page) if sent.page else None
    if page is not None and page.status_code == 200 and page.mimetype == "text/html":
        notice = render_template("typed_notice.html", again=again)
        text = filled(page.get_data(as_text=True), sent, notice, fresh=again.wrong)
        if text:
            page.set_data(text)
            page.status_code = again.status
            return page
    if again.wrong:
        return refused
    html = render_template("typed.html", says=f"{again.says} {NO_PLACE}", sent=sent)
    refused.set_data(html)
    refused.status_code, refused.mimetype = again.status, "text/html"
    refused.headers.pop("Location", None)
    return refused
