"""The application, for a WSGI server other than that of `lms serve`; the limits are then its own."""

from lms.app import create_app

app = create_app()
