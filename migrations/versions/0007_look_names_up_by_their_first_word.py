"""Look names up by their first word"""

import sqlalchemy as sa
from alembic import op

from lms.domain.identifiers import first_word_of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    first_word = sa.Column("first_word", sa.String(length=200), nullable=False, server_default="")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(first_word)
        batch_op.create_index(batch_op.f("ix_person_first_word"), ["first_word"], unique=False)
    person = sa.table("person", sa.column("id"), sa.column("name"), sa.column("first_word"))
    connection = op.get_bind()
    for identity, name in connection.execute(sa.select(person.c.id, person.c.name)).all():
        found = {"first_word": first_word_of(name)}
        connection.execute(person.update().where(person.c.id == identity).values(found))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_first_word"))
        batch_op.drop_column("first_word")
