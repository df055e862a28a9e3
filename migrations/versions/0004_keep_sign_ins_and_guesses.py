"""Keep sign-ins and guesses"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Whoever is signed in while this runs signs in again: an older cookie names no kept sign-in.
    op.create_table(
        "signed_in",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("seen", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_token_hash")),
    )
    op.create_index(op.f("ix_signed_in_person"), "signed_in", ["person"])
    op.create_index(op.f("ix_signed_in_made"), "signed_in", ["made"])
    op.create_table(
        "guess",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", MOMENT, nullable=False),
        sa.Column("forget", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_guess")),
    )
    op.create_index(op.f("ix_guess_forget"), "guess", ["forget"])


def downgrade() -> None:
    op.drop_table("guess")
    op.drop_table("signed_in")
