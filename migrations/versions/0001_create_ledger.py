"""Create the ledger and what stands beside it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("person", name=op.f("uq_account_person")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person"), ["person"], unique=False)

    op.create_table(
        "cohort",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_programme"), ["programme"], unique=False)

    op.create_table(
        "curriculum_draft",
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("base_version", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("programme", "path", name=op.f("pk_curriculum_draft")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_about"), ["about"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person", "place", name=op.f("uq_draft_person")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "arguments",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_due", ["state", "due"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email"), ["email"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("within", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_within"), ["within"], unique=False)

    op.create_table(
        "programme_version",
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "files",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "version", name=op.f("pk_programme_version")),
    )
    op.create_table(
        "read_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_audit")),
    )
    with op.batch_alter_table("read_audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_audit_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_audit_reader"), ["reader"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_audit_record"), ["record"], unique=False)

    op.create_table(
        "record",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("enrolment", sa.String(length=36), nullable=True),
        sa.Column("curriculum", sa.String(length=200), nullable=True),
        sa.Column("replaces", sa.String(length=36), nullable=True),
        sa.Column(
            "payload",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_record")),
        sa.UniqueConstraint("id", name=op.f("uq_record_id")),
        sa.UniqueConstraint("replaces", name=op.f("uq_record_replaces")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_enrolment"), ["enrolment"], unique=False)
        batch_op.create_index("ix_record_kind", ["kind", "position"], unique=False)
        batch_op.create_index(
            "ix_record_subject", ["subject_type", "subject_id", "position"], unique=False
        )

    op.create_table(
        "register_number",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("person", "register", name=op.f("pk_register_number")),
    )
    op.create_table(
        "request",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "answer",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "actor", name=op.f("pk_request")),
    )
    op.create_table(
        "signing_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("supervisor", sa.String(length=200), nullable=False),
        sa.Column("learner", sa.String(length=200), nullable=False),
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signing_link_token_hash")),
    )
    with op.batch_alter_table("signing_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_link_learner"), ["learner"], unique=False)

    op.create_table(
        "view_employment",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=True),
        sa.Column("fte", sa.String(length=20), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_view_employment")),
    )
    with op.batch_alter_table("view_employment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_employment_employer"), ["employer"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_employment_person"), ["person"], unique=False)

    op.create_table(
        "view_enrolment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("admission", sa.String(length=200), nullable=False),
        sa.Column("cohort", sa.String(length=200), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_enrolment")),
    )
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_enrolment_cohort"), ["cohort"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_enrolment_person"), ["person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_view_enrolment_programme"), ["programme"], unique=False
        )

    op.create_table(
        "view_progress",
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column(
            "verdicts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reads",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("curriculum", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("enrolment", "stage", name=op.f("pk_view_progress")),
    )
    with op.batch_alter_table("view_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_progress_person"), ["person"], unique=False)

    op.create_table(
        "view_role",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=True),
        sa.Column("cohort", sa.String(length=200), nullable=True),
        sa.Column("authority", sa.String(length=200), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_view_role")),
    )
    with op.batch_alter_table("view_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_role_person"), ["person"], unique=False)

    op.create_table(
        "view_subject_head",
        sa.Column("subject", sa.String(length=241), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_view_subject_head")),
    )
    op.create_table(
        "view_waiting",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("cohort", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_view_waiting")),
    )
    with op.batch_alter_table("view_waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_waiting_cohort"), ["cohort"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_waiting_enrolment"), ["enrolment"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_waiting_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_waiting_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_waiting_what"), ["what"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("view_waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_waiting_what"))
        batch_op.drop_index(batch_op.f("ix_view_waiting_programme"))
        batch_op.drop_index(batch_op.f("ix_view_waiting_person"))
        batch_op.drop_index(batch_op.f("ix_view_waiting_enrolment"))
        batch_op.drop_index(batch_op.f("ix_view_waiting_cohort"))

    op.drop_table("view_waiting")
    op.drop_table("view_subject_head")
    with op.batch_alter_table("view_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_role_person"))

    op.drop_table("view_role")
    with op.batch_alter_table("view_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_progress_person"))

    op.drop_table("view_progress")
    with op.batch_alter_table("view_enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_enrolment_programme"))
        batch_op.drop_index(batch_op.f("ix_view_enrolment_person"))
        batch_op.drop_index(batch_op.f("ix_view_enrolment_cohort"))

    op.drop_table("view_enrolment")
    with op.batch_alter_table("view_employment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_employment_person"))
        batch_op.drop_index(batch_op.f("ix_view_employment_employer"))

    op.drop_table("view_employment")
    with op.batch_alter_table("signing_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signing_link_learner"))

    op.drop_table("signing_link")
    op.drop_table("request")
    op.drop_table("register_number")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_subject")
        batch_op.drop_index("ix_record_kind")
        batch_op.drop_index(batch_op.f("ix_record_enrolment"))

    op.drop_table("record")
    with op.batch_alter_table("read_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_audit_record"))
        batch_op.drop_index(batch_op.f("ix_read_audit_reader"))
        batch_op.drop_index(batch_op.f("ix_read_audit_about"))

    op.drop_table("read_audit")
    op.drop_table("programme_version")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_within"))

    op.drop_table("place")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_email"))

    op.drop_table("person")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_due")

    op.drop_table("job")
    op.drop_table("draft")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_about"))

    op.drop_table("document")
    op.drop_table("curriculum_draft")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_programme"))

    op.drop_table("cohort")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_person"))

    op.drop_table("api_token")
    op.drop_table("account")
