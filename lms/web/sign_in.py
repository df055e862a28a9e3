"""The sign-in form: wrong tries are counted before a password is looked at, right ones are not."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, make_response
from flask.typing import ResponseReturnValue
from flask_security.forms import LoginForm

from lms.errors import TooManyTries
from lms.services import guesses
from lms.services.passwords import to_try
from lms.web.guard import site
from lms.web.guesses import know_this_browser, of_password


class CountedSignIn(LoginForm):
    """Flask-Security's form, which asks first whether one may try."""

    def validate(self, **kwargs: Any) -> bool:
        """Whether the password is right; False, too, where one must wait."""
        email = self.email.data or ""
        try:
            ticket = guesses.take(site(), of_password(email))
        except TooManyTries as many:
            g.too_many = many
            return False
        self.password.data = to_try(self.password.data or "")
        if not super().validate(**kwargs):
            return False
        guesses.right(site(), ticket)
        know_this_browser(email)
        return True


def must_wait() -> TooManyTries | None:
    """Why nobody may try now, where that is so."""
    many: TooManyTries | None = g.get("too_many")
    return many


def say_when_to_try_again(app: Flask) -> None:
    """Answer 429 from the sign-in page where one must wait: the page says until when."""
    sign_in = app.view_functions["security.login"]

    def counted() -> ResponseReturnValue:
        response = make_response(sign_in())
        many = must_wait()
        if many:
            response.status_code = 429
            response.headers["Retry-After"] = str(many.seconds)
        return response

    app.view_functions["security.login"] = counted
