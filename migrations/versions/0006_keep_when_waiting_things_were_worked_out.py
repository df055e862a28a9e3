"""Keep when waiting things were worked out"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Nobody knows whose records the rows made before follow from: without a digest none of them
    # stands, and they are worked out again when they are next read.
    op.execute("UPDATE view_enrolment SET relay = ''")
    op.create_table(
        "view_enrolment_reads",
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=241), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("enrolment", "subject", name=op.f("pk_view_enrolment_reads")),
    )
    op.create_index(op.f("ix_view_enrolment_reads_person"), "view_enrolment_reads", ["person"])
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made", POSITION, nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.drop_column("made")
    op.drop_table("view_enrolment_reads")
