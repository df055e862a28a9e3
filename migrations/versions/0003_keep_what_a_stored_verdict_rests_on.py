"""Keep what a stored verdict rests on"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    # Rows without a digest do not stand: they are worked out afresh when they are shown, until
    # `lms views rebuild` or the next fact about the person has made new ones.
    with op.batch_alter_table("view_progress", schema=None) as batch_op:
        batch_op.drop_column("code")
        batch_op.add_column(
            sa.Column("relay", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("levels", JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("relay", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("waits_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.drop_column("waits_until")
        batch_op.drop_column("relay")
    with op.batch_alter_table("view_progress", schema=None) as batch_op:
        batch_op.drop_column("levels")
        batch_op.drop_column("relay")
        batch_op.add_column(
            sa.Column("code", sa.String(length=40), nullable=False, server_default="")
        )
