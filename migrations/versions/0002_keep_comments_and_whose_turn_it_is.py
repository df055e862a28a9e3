"""Keep markers' own comments, and whose turn it is to mark"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "banked_comment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banked_comment")),
    )
    with op.batch_alter_table("banked_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_banked_comment_person"), ["person"], unique=False)
    # A view is made from the ledger: `lms views rebuild` fills in what these rows do not know yet.
    with op.batch_alter_table("view_waiting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("needs", sa.String(length=20), nullable=False, server_default="first")
        )
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("given", JSON, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("allocated", JSON, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("barred", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("view_waiting", schema=None) as batch_op:
        for name in ("barred", "allocated", "given", "due", "needs"):
            batch_op.drop_column(name)
    with op.batch_alter_table("banked_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_banked_comment_person"))
    op.drop_table("banked_comment")
