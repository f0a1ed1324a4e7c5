"""Facts from lists of representatives: sex, party, occupation, term, and when and why they left, as history."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (
    ("name_en", sa.String()),
    ("sex", sa.String()),
    ("party", sa.String()),
    ("occupation", sa.String()),
    ("term", sa.String()),
    ("re_elected", sa.Boolean()),
    ("by_election", sa.Boolean()),
    ("left_on", sa.Date()),
    ("left_why", sa.String()),
)


def upgrade() -> None:
    """Make it so."""
    for name, kind in COLUMNS:
        op.add_column("representative", sa.Column(name, kind, nullable=True))
    op.create_table(
        "office_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("by_election", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("constituency", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
            name="fk_office_history_representative_id_representative",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_office_history"),
    )
    op.create_index("ix_office_history_representative_id", "office_history", ["representative_id"])


def downgrade() -> None:
    """Undo it. What these columns said is lost, and who left when."""
    op.drop_index("ix_office_history_representative_id", "office_history")
    op.drop_table("office_history")
    for name, _ in reversed(COLUMNS):
        op.drop_column("representative", name)
