"""An opinion is in a matter along with the one it is merged with; a matter counts people, each once."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ALONG = """
UPDATE matter_opinion SET along_with_id = (
    SELECT opinion.merged_into_id FROM opinion
    JOIN matter_opinion AS main ON main.opinion_id = opinion.merged_into_id
    WHERE opinion.id = matter_opinion.opinion_id AND main.matter_id = matter_opinion.matter_id
)
"""
COUNTED = """
UPDATE matter SET people = (
    SELECT count(DISTINCT opinion.constituent_id) FROM matter_opinion
    JOIN opinion ON opinion.id = matter_opinion.opinion_id WHERE matter_opinion.matter_id = matter.id
) + (
    SELECT count(*) FROM endorsement WHERE endorsement.matter_id = matter.id AND NOT EXISTS (
        SELECT 1 FROM matter_opinion JOIN opinion ON opinion.id = matter_opinion.opinion_id
        WHERE matter_opinion.matter_id = matter.id AND opinion.constituent_id = endorsement.person_id
    )
)
"""


def upgrade() -> None:
    """Make it so."""
    with op.batch_alter_table("matter_opinion") as batch:
        batch.add_column(sa.Column("along_with_id", BIG, nullable=True))
        batch.create_foreign_key(
            batch.f("fk_matter_opinion_along_with_id_opinion"), "opinion", ["along_with_id"], ["id"]
        )
        batch.create_index(batch.f("ix_matter_opinion_along_with_id"), ["along_with_id"])
    op.add_column("matter", sa.Column("people", sa.Integer(), nullable=False, server_default="0"))
    op.execute(ALONG)
    op.execute(COUNTED)
    with op.batch_alter_table("matter") as batch:
        batch.alter_column("people", server_default=None)


def downgrade() -> None:
    """Undo it; what is in a matter stays there."""
    with op.batch_alter_table("matter") as batch:
        batch.drop_column("people")
    with op.batch_alter_table("matter_opinion") as batch:
        batch.drop_index(batch.f("ix_matter_opinion_along_with_id"))
        batch.drop_constraint(batch.f("fk_matter_opinion_along_with_id_opinion"), type_="foreignkey")
        batch.drop_column("along_with_id")
