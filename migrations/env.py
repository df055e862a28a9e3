"""How Alembic runs core's migrations: on the database it was handed, in batches on SQLite."""

from alembic import context

from lms.store import accounts, tables, view_tables  # noqa: F401 - they declare the tables
from lms.store.base import Base, UtcDateTime
from lms.store.migrate import open_engine


def plain_types(kind: str, item: object, _: object) -> str | bool:
    """Write our own column types as what the database holds, so that old migrations outlive them."""
    return (
        "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False
    )


with open_engine(context.config.attributes["database_url"]).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()
