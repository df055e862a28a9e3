"""Every setting: its default and its reason; all come from environment variables ``LMS_…``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from environs import Env, EnvValidationError
from marshmallow.validate import Range

from lms.errors import SettingsError
from lms.kept_keys import kept_keys
from lms.store.chain import Keys

SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site is told about where it runs."""

    instance: Path
    """Where the site keeps its own files: the SQLite database, outgoing mail of the demo."""
    database_url: str
    """An SQLite file in the instance folder unless said otherwise; ``postgresql+psycopg://…``."""
    secret_key: str
    """Signs sessions and links. No default: a guessable one lets anybody in. The demo makes one and
    keeps it in the instance folder, where every command finds it."""
    ledger_keys: Keys
    """``name:hex`` pairs, newest first; sign the ledger's chain. Keep old ones: they still verify."""
    base_url: str = "http://127.0.0.1:5000"
    """The address people use, for links in mails; over https, cookies are marked secure."""
    plugins_block: tuple[str, ...] = ()
    """Plugins to start without: the way back in when one of them breaks the site."""
    mail_url: str = "folder:"
    """``folder:`` (files in the instance folder), ``smtp://user:password@host:port`` or ``memory:``."""
    files_url: str = "folder:"
    """Where uploaded files are kept: ``folder:`` (``files`` in the instance folder) or
    ``folder:/srv/cadre-files``, a folder of your own. Back it up together with the database."""
    mail_sender: str = "cadre@localhost"
    """Whom the site's mails come from."""
    proxies: int = 0
    """How many reverse proxies stand in front, so that the caller's address is the right one."""
    jobs_in_process: bool = False
    """Work the outbox in a thread of the web server: for the demo, where no worker runs."""
    processes: int = 0
    """How many processes `lms serve` runs. 0: on PostgreSQL as many as the machine has processors, but
    no fewer than 2 and no more than 4; on SQLite one, whose writers queue: more would poll the file."""
    threads: int = 8
    """How many requests each of them answers at once. They share one processor, and wait a lot."""
    request_seconds: int = 60
    """How long one request may take. Then its connection is ended, and the process too if the page goes
    on; another takes its place. Give a proxy the same limit."""

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file, and not a server's, whose connections can end without us."""
        return self.database_url.startswith("sqlite")

    @property
    def files_folder(self) -> Path:
        """The folder of uploaded files; SettingsError where the setting names none."""
        kind, _, path = self.files_url.partition(":")
        if kind != "folder":
            raise SettingsError("LMS_FILES_URL must be folder: or folder:/a/path.")
        return Path(path) if path else self.instance / "files"


DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(Settings)}


def read_settings() -> Settings:
    """Read every setting; SettingsError names all that are missing or wrong at once."""
    env = Env(eager=False, prefix="LMS_")
    instance = Path(env.str("INSTANCE", "instance")).resolve()
    kept: Mapping[str, Any] = kept_keys(instance)
    secret_key = env.str("SECRET_KEY", kept.get("LMS_SECRET_KEY", ...))
    ledger_keys = env.str("LEDGER_KEYS", kept.get("LMS_LEDGER_KEYS", ...))
    values: dict[str, Any] = {
        "database_url": env.str("DATABASE_URL", f"sqlite:///{instance / 'cadre.sqlite'}"),
        "base_url": env.str("BASE_URL", DEFAULTS["base_url"]).rstrip("/"),
        "plugins_block": blocked_plugins(),
        "mail_url": env.str("MAIL_URL", DEFAULTS["mail_url"]),
        "files_url": env.str("FILES_URL", DEFAULTS["files_url"]),
        "mail_sender": env.str("MAIL_SENDER", DEFAULTS["mail_sender"]),
        "proxies": env.int("PROXIES", DEFAULTS["proxies"]),
        "jobs_in_process": env.bool("JOBS_IN_PROCESS", DEFAULTS["jobs_in_process"]),
        "processes": env.int("PROCESSES", DEFAULTS["processes"], validate=Range(min=0)),
        "threads": env.int("THREADS", DEFAULTS["threads"], validate=Range(min=1)),
        "request_seconds": env.int(
            "REQUEST_SECONDS", DEFAULTS["request_seconds"], validate=Range(min=1)
        ),
    }
    try:
        env.seal()
    except EnvValidationError as fault:
        raise SettingsError(_explained(fault)) from None
    if len(secret_key) < SHORTEST_SECRET:
        raise SettingsError(
            f"LMS_SECRET_KEY is too short: give at least {SHORTEST_SECRET} random characters."
        )
    keys = read_keys(ledger_keys)
    return Settings(instance=instance, secret_key=secret_key, ledger_keys=keys, **values)


def blocked_plugins() -> tuple[str, ...]:
    """The plugins to start without; for commands that need no other setting."""
    return tuple(Env(prefix="LMS_").list("PLUGINS_BLOCK", [], subcast=str.strip))


def _explained(fault: EnvValidationError) -> str:
    told = cast(Mapping[str, list[str]], fault.error_messages)
    lines = [f"{name} ({' '.join(what).rstrip('.')})" for name, what in told.items()]
    return (
        "These settings are missing or wrong: "
        + ", ".join(sorted(lines))
        + '. For a secret, use the output of: python -c "import secrets; print(secrets.token_hex(32))".'
        + " LMS_LEDGER_KEYS is a name, a colon and such an output."
    )


def read_keys(text: str) -> Keys:
    """Read ``2026:ab12…,2025:cd34…``, newest first; SettingsError where it is not that."""
    try:
        pairs = [pair.strip().partition(":") for pair in text.split(",") if pair.strip()]
        secrets = {name: bytes.fromhex(value) for name, _, value in pairs}
    except ValueError:
        raise SettingsError("LMS_LEDGER_KEYS must be name:hex pairs, newest first.") from None
    if not secrets or any(len(secret) < 16 for secret in secrets.values()):
        raise SettingsError("LMS_LEDGER_KEYS needs a key of at least 32 hexadecimal digits.")
    return Keys(pairs[0][0], secrets)
