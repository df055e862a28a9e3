"""Whatever is typed survives: a fault of ours, signing out, a form grown old, another account."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

TYPED = "First line\n<b>and</b> “the second”"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_in(page: str) -> str:
    """The token that a page's forms carry."""
    found = TOKEN.search(page)
    assert found
    return found[1]


def test_a_fault_of_ours_gives_back_what_was_typed_with_a_button_to_send_it_again(
    app: Flask,
    client_for: Callable[[str], FlaskClient],
    amara_with_password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fall_over() -> str:
        raise OSError("No space left on device")

    fall_over.permission = "change-own-password"  # type: ignore[attr-defined]
    client = client_for(amara_with_password)
    token = token_in(client.get("/account/password").text)
    monkeypatch.setitem(app.view_functions, "account.change_password", fall_over)
    sent = {"csrf_token": token, "reason": TYPED, "idempotency": "k1", "current": "kept secret"}
    answer = client.post("/account/password", data=sent)
    assert answer.status_code == 500
    assert "What you typed is kept in this page" in answer.text
    assert "&lt;b&gt;and&lt;/b&gt; “the second”</textarea>" in answer.text
    assert f'name="csrf_token" value="{token}"' in answer.text
    assert "k1</textarea>" in answer.text
    assert "kept secret" not in answer.text
