"""Every unsafe or odd setting of a site, each with its remedy."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lms.config import DEFAULTS, Settings
from lms.domain.policy import Actor
from lms.services.programmes import load
from lms.services.site import Site
from lms.store import accounts, outbox, programmes, roles

OPERATOR = "operator"
HERE = ("localhost", "127.0.0.1", "::1")
KNOWN = frozenset(
    {"LMS_INSTANCE", *(f"LMS_{name.upper()}" for name in DEFAULTS), "LMS_TEST_DATABASE_URL"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and what to do about it."""

    what: str
    remedy: str


def examine(settings: Settings, site: Site, environment: Mapping[str, str]) -> list[Finding]:
    """Look at everything; the list is empty where all is well."""
    return [
        *_unknown_settings(environment),
        *_secrets(settings),
        *_address(settings),
        *_files(settings),
        *_plugins(site),
        *_people(site),
        *_jobs(site),
        *_clock(site),
    ]


def _unknown_settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    for name in sorted(n for n in environment if n.startswith("LMS_") and n not in KNOWN):
        yield Finding(f"{name} is not a setting.", "Look for a slip in its name, or take it out.")


def _secrets(settings: Settings) -> Iterator[Finding]:
    random = 'Use the output of: python -c "import secrets; print(secrets.token_hex(32))".'
    if len(set(settings.secret_key)) < 12:
        yield Finding("LMS_SECRET_KEY can be guessed: it has few different characters.", random)
    for name, secret in settings.ledger_keys.secrets.items():
        if len(secret) < 32 or len(set(secret)) < 12:
            yield Finding(
                f'The ledger key "{name}" is short or can be guessed.',
                f"Put a new one in front of it in LMS_LEDGER_KEYS and keep it there. {random}",
            )


def _address(settings: Settings) -> Iterator[Finding]:
    address = urlsplit(settings.base_url)
    local = address.hostname in HERE
    if address.scheme != "https" and not local:
        yield Finding(
            "People reach the site without encryption (LMS_BASE_URL begins with http:).",
            "Put a proxy with TLS in front of it and give LMS_BASE_URL as https://….",
        )
    if address.scheme == "https" and not settings.proxies:
        yield Finding(
            "The site is served over https, and LMS_PROXIES is 0.",
            "Give the number of proxies in front of it: without it all callers have one address, "
            "and wrong passwords of some make others wait.",
        )
    if not local and settings.mail_url.startswith(("folder:", "memory:")):
        yield Finding("No mail leaves the site.", "Name a mail server in LMS_MAIL_URL.")
    if not local and settings.jobs_in_process:
        yield Finding(
            "Promised work is done by a thread of the web server.",
            "Run lms worker and take LMS_JOBS_IN_PROCESS out.",
        )


def _files(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url.startswith("sqlite:///"):
        return
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if path.exists() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Finding(
            f"Other users of this machine can read the database {path}.", f"Run: chmod 600 {path}"
        )


def _plugins(site: Site) -> Iterator[Finding]:
    for left_out in site.registry.left_out:
        yield Finding(
            f"The plugin {left_out.name} is left out: {left_out.reason}.",
            f"Run lms plugins check {left_out.name}.",
        )
    for version in programmes.versions(site.session()):
        named = load(site, version.programme, version.version).plugins
        missing = site.registry.relay(named).missing
        if missing:
            yield Finding(
                f"{version.key} is closed to decisions: it needs {' and '.join(missing)}.",
                "Install the plugin, or take it out of LMS_PLUGINS_BLOCK.",
            )


def _people(site: Site) -> Iterator[Finding]:
    today = site.today()
    for person, grant in roles.holders(site.session(), OPERATOR):
        account = accounts.account_of(site.session(), person)
        holds = OPERATOR in Actor(person, (grant,)).roles(today)
        if holds and account and account.active and account.password:
            return
    yield Finding(
        "Nobody who can sign in is an operator.", "Run lms account open EMAIL --operator."
    )


def _jobs(site: Site) -> Iterator[Finding]:
    late = outbox.overdue(site.session(), site.now() - timedelta(hours=1))
    if late:
        yield Finding(
            f"{len(late)} promised jobs, such as mails, have waited for more than an hour.",
            "Run lms worker; look at why it stopped.",
        )
    for job in outbox.failed(site.session()):
        yield Finding(
            f"A job was given up ({job.name}): {job.fault}.",
            "Mend the cause, then promise it anew.",
        )


def _clock(site: Site) -> Iterator[Finding]:
    position, _ = site.ledger.head(site.session())
    for last in site.ledger.after(site.session(), position - 1):
        if last.recorded > site.now() + timedelta(minutes=5):
            yield Finding(
                "The clock of this machine is behind the ledger's last record "
                f"({last.recorded:%d %B %Y, %H:%M} UTC).",
                "Set the clock; until then, records carry the last record's time.",
            )
