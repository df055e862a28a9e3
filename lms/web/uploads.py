"""Files in requests: more room for the few addresses that take them, and files given out safely."""

from __future__ import annotations

from collections.abc import Callable, Collection
from io import BytesIO
from typing import Any

from flask import Blueprint, request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from lms.errors import BadInput
from lms.services.files import LARGEST_UPLOAD, Download, Upload
from lms.services.problem_at import ProblemAt


def make_room(blueprint: Blueprint, endpoints: Collection[str]) -> None:
    """Let some addresses of a blueprint take files; all others keep the ordinary limit."""
    wanted = {f"{blueprint.name}.{endpoint}" for endpoint in endpoints}

    def allow(endpoint: str | None, _: Any) -> None:
        if endpoint in wanted and request.method == "POST":
            request.max_content_length = LARGEST_UPLOAD

    preprocess: Callable[..., Any] = blueprint.url_value_preprocessor
    preprocess(allow)


def uploaded(field: str) -> list[Upload]:
    """The files of a form's field, those left empty not counted."""
    return [_read(one) for one in request.files.getlist(field) if one.filename]


def sent_with(field: str) -> list[Upload]:
    """The files of a form that is there for its files; BadInput where none came under that name."""
    found = uploaded(field)
    if not found or set(request.files) - {field}:
        says = f"Send one file or more under the name {field}, and no others."
        raise BadInput(says, [ProblemAt(field, says)])
    return found


def _read(sent: FileStorage) -> Upload:
    try:
        return Upload(sent.filename or "", sent.read())
    finally:
        sent.close()


def give_out(file: Download) -> Response:
    """A file to be kept, never shown: whatever it is, no browser runs it here."""
    answer = send_file(
        BytesIO(file.content), mimetype=file.type, as_attachment=True, download_name=file.name
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
