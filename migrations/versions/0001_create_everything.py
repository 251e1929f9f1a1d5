"""create everything"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


EVENT_GUARD = """
    CREATE OR REPLACE FUNCTION event_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('helpdesk.erasing', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
      RAISE EXCEPTION 'event_record is append-only';
    END $$;
    CREATE TRIGGER event_record_guard BEFORE UPDATE OR DELETE ON event_record
    FOR EACH ROW EXECUTE FUNCTION event_record_is_append_only();
"""

CASE_EVENT_GUARD = """
    CREATE OR REPLACE FUNCTION case_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('helpdesk.erasing', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
      RAISE EXCEPTION 'case_event is append-only';
    END $$;
    CREATE TRIGGER case_event_guard BEFORE UPDATE OR DELETE ON case_event
    FOR EACH ROW EXECUTE FUNCTION case_event_is_append_only();
"""


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("case_number", start=10001)))
    op.execute(sa.schema.CreateSequence(sa.Sequence("order_number", start=10001)))
    op.execute(sa.schema.CreateSequence(sa.Sequence("refund_number", start=10001)))
    op.execute(sa.schema.CreateSequence(sa.Sequence("ticket_number", start=10001)))
    op.create_table(
        "agent_group",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_group")),
        sa.UniqueConstraint("key", name=op.f("uq_agent_group_key")),
    )
    op.create_index("uq_agent_group_default", "agent_group", ["is_default"], unique=True, postgresql_where="is_default")
    op.create_table(
        "calendar_extension",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_calendar_extension_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_extension")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_calendar_extension_starts_on")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("depth BETWEEN 1 AND 3", name=op.f("ck_category_depth")),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("path", name=op.f("uq_category_path")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_index(op.f("ix_category_parent_id"), "category", ["parent_id"], unique=False)
    op.create_index("ix_category_path", "category", ["path"], unique=False, postgresql_ops={"path": "text_pattern_ops"})
    op.create_table(
        "channel_rest",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_rest")),
    )
    op.create_table(
        "delivery_method",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("free_from_minor", sa.BigInteger(), nullable=True),
        sa.Column("tax_rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("price_minor >= 0 AND days >= 0", name=op.f("ck_delivery_method_measures")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_delivery_method")),
    )
    op.create_table(
        "event_record",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("particulars", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_record")),
    )
    op.create_index("ix_event_record_subject", "event_record", ["subject", "subject_id", "id"], unique=False)
    op.create_index(
        "ix_event_record_ticket", "event_record", ["ticket_id", "id"], unique=False, postgresql_where="ticket_id IS NOT NULL"
    )
    op.create_table(
        "heartbeat",
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("process", "holder", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "imported_row",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "customers",
                "products",
                "orders",
                "reviews",
                "tickets",
                "items",
                "payments",
                "translations",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("origin_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("origin", "kind", "origin_id", name=op.f("pk_imported_row")),
    )
    op.create_table(
        "lexicon_edition",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_lexicon_edition_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_edition")),
    )
    op.create_table(
        "mail_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("provider_event_id", sa.Text(), nullable=False),
        sa.Column("notification_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("applied", "ignored", "unknown", "malformed", name="eventstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("particulars", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_event")),
        sa.UniqueConstraint("provider_event_id", name=op.f("uq_mail_event_provider_event_id")),
    )
    op.create_index(op.f("ix_mail_event_notification_id"), "mail_event", ["notification_id"], unique=False)
    op.create_table(
        "member_level",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("min_growth", sa.BigInteger(), nullable=False),
        sa.Column("discount_bp", sa.BigInteger(), nullable=False),
        sa.Column("window_bonus_days", sa.BigInteger(), nullable=False),
        sa.Column("perks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 10000 AND window_bonus_days >= 0", name=op.f("ck_member_level_benefits")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_member_level")),
        sa.UniqueConstraint("min_growth", name=op.f("uq_member_level_min_growth")),
    )
    op.create_table(
        "policy_snapshot",
        sa.Column("order_line_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("pack", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_policy_snapshot")),
    )
    op.create_table(
        "promotion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kind", sa.Enum("item", "order", "shipping", name="promotionkind", native_enum=False, length=40), nullable=False),
        sa.Column(
            "benefit", sa.Enum("amount_off", "percent_off", "free", name="benefit", native_enum=False, length=40), nullable=False
        ),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("threshold_minor", sa.BigInteger(), nullable=True),
        sa.Column("category_paths", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sku_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("level_keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("funding", sa.Enum("merchant", "platform", name="funding", native_enum=False, length=40), nullable=False),
        sa.Column("return_mode", sa.Enum("frozen", "reprice", name="returnmode", native_enum=False, length=40), nullable=False),
        sa.Column("restore_on", sa.Enum("full_cancel", "never", name="restoreon", native_enum=False, length=40), nullable=False),
        sa.Column("is_stackable", sa.Boolean(), nullable=False),
        sa.Column("needs_coupon", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_promotion_period")),
        sa.CheckConstraint("value >= 0 AND (threshold_minor IS NULL OR threshold_minor >= 0)", name=op.f("ck_promotion_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_table(
        "search_gap",
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("query", name=op.f("pk_search_gap")),
    )
    op.create_index("ix_search_gap_times", "search_gap", ["times", "query"], unique=False)
    op.create_table(
        "sent_form",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sender", "key", name=op.f("pk_sent_form")),
    )
    op.create_table(
        "shop_profile",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_profile_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_profile")),
    )
    op.create_table(
        "sla_calendar",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_calendar")),
    )
    op.create_table(
        "sla_policy",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy")),
    )
    op.create_index("ix_sla_policy_position", "sla_policy", ["position"], unique=False, postgresql_where=sa.text("NOT retired"))
    op.create_table(
        "survey_settings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("delay_s", sa.BigInteger(), nullable=False),
        sa.Column("open_s", sa.BigInteger(), nullable=False),
        sa.Column("remind_after_s", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("delay_s >= 0 AND open_s > 0 AND remind_after_s > 0", name=op.f("ck_survey_settings_durations")),
        sa.CheckConstraint("id = 1", name=op.f("ck_survey_settings_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_settings")),
    )
    op.create_table(
        "test_wallet_entry",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("charge_key", sa.Text(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_test_wallet_entry_amount")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_test_wallet_entry")),
    )
    op.create_index(op.f("ix_test_wallet_entry_charge_key"), "test_wallet_entry", ["charge_key"], unique=False)
    op.create_table(
        "test_wallet_script",
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("operation", name=op.f("pk_test_wallet_script")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "customer",
                "agent",
                "warehouse",
                "lead",
                "manager",
                "admin",
                "superadmin",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("tf_phone_number", sa.LargeBinary(), nullable=True),
        sa.Column("mf_recovery_codes", sa.UnicodeText(), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
        sa.UniqueConstraint("fs_webauthn_user_handle", name=op.f("uq_users_fs_webauthn_user_handle")),
    )
    op.create_index(op.f("ix_users_phone_index"), "users", ["phone_index"], unique=False)
    op.create_index(op.f("ix_users_role"), "users", ["role"], unique=False)
    op.create_index("uq_users_origin", "users", ["origin", "origin_id"], unique=True, postgresql_where="origin IS NOT NULL")
    op.create_table(
        "visit_settings",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("after_solving_s", sa.BigInteger(), nullable=False),
        sa.Column("after_low_score_s", sa.BigInteger(), nullable=False),
        sa.Column("opens_s", sa.BigInteger(), nullable=False),
        sa.Column("closes_s", sa.BigInteger(), nullable=False),
        sa.Column("weekdays", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("0 <= opens_s AND opens_s < closes_s AND closes_s <= 86400", name=op.f("ck_visit_settings_hours")),
        sa.CheckConstraint("after_solving_s >= 0 AND after_low_score_s >= 0", name=op.f("ck_visit_settings_delays")),
        sa.CheckConstraint("id = 1", name=op.f("ck_visit_settings_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_settings")),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("street", sa.LargeBinary(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_address_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_user_id"), "address", ["user_id"], unique=False)
    op.create_table(
        "aftersale_case",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_number", sa.Text(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "refund_only",
                "return_refund",
                "exchange",
                "repair",
                "reship",
                "price_adjust",
                name="casetype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending_review",
                "awaiting_buyer_info",
                "negotiating",
                "awaiting_return",
                "return_in_transit",
                "received",
                "inspected",
                "awaiting_payment",
                "awaiting_dispatch",
                "repairing",
                "outbound_in_transit",
                "refunding",
                "payout_problem",
                "rejected",
                "in_dispute",
                "completed",
                "closed",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "resume_state",
            sa.Enum(
                "pending_review",
                "awaiting_buyer_info",
                "negotiating",
                "awaiting_return",
                "return_in_transit",
                "received",
                "inspected",
                "awaiting_payment",
                "awaiting_dispatch",
                "repairing",
                "outbound_in_transit",
                "refunding",
                "payout_problem",
                "rejected",
                "in_dispute",
                "completed",
                "closed",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "no_longer_wanted",
                "size_colour",
                "duplicate_order",
                "not_as_described",
                "quality_defect",
                "damaged_on_arrival",
                "wrong_item",
                "missing_parts",
                "short_shipped",
                "counterfeit",
                "not_delivered",
                "lost",
                "refused",
                "late_delivery",
                "price_drop",
                "recall",
                "warranty_repair",
                "fraud_claim",
                "other",
                name="reason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "fault", sa.Enum("buyer", "merchant", "carrier", "none", name="fault", native_enum=False, length=40), nullable=False
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("requested_minor", sa.BigInteger(), nullable=False),
        sa.Column("agreed_minor", sa.BigInteger(), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("keep_item", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("info_rounds", sa.BigInteger(), nullable=False),
        sa.Column("risk_score", sa.BigInteger(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "buyer_cancelled",
                "buyer_no_return",
                "buyer_no_reply",
                "rejected_final",
                "dispute_lost",
                "duplicate",
                "merged",
                name="closereason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("has_goods", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (close_reason IS NOT NULL)", name=op.f("ck_aftersale_case_close_reason")),
        sa.CheckConstraint(
            "(state IN ('completed', 'closed')) = (closed_at IS NOT NULL)", name=op.f("ck_aftersale_case_closed_at")
        ),
        sa.CheckConstraint(
            "attempts >= 1 AND info_rounds >= 0 AND risk_score BETWEEN 0 AND 100", name=op.f("ck_aftersale_case_counters")
        ),
        sa.CheckConstraint(
            "requested_minor >= 0 AND agreed_minor BETWEEN 0 AND requested_minor", name=op.f("ck_aftersale_case_amounts")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_aftersale_case_customer_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["users.id"], name=op.f("fk_aftersale_case_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aftersale_case")),
        sa.UniqueConstraint("number", name=op.f("uq_aftersale_case_number")),
    )
    op.create_index("ix_aftersale_case_customer", "aftersale_case", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_aftersale_case_open", "aftersale_case", ["id"], unique=False, postgresql_where="state NOT IN ('completed', 'closed')"
    )
    op.create_index("ix_aftersale_case_order", "aftersale_case", ["order_id", "id"], unique=False)
    op.create_index(
        "ix_aftersale_case_state",
        "aftersale_case",
        ["state", "id"],
        unique=False,
        postgresql_where="state NOT IN ('completed', 'closed')",
    )
    op.create_index(
        "ix_aftersale_case_ticket", "aftersale_case", ["ticket_id"], unique=False, postgresql_where="ticket_id IS NOT NULL"
    )
    op.create_table(
        "agent_state",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "availability",
            sa.Enum("available", "away", "offline", name="availability", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_agent_state_capacity")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_agent_state_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_agent_state")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("scopes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_token_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "delivery", "returns", "orders", "warranty", "account", "contact", name="section", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Enum("draft", "published", name="state", native_enum=False, length=40), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("topics", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document", postgresql.TSVECTOR(), nullable=True),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("helpful", sa.BigInteger(), nullable=False),
        sa.Column("unhelpful", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("helpful >= 0 AND unhelpful >= 0 AND opened >= 0", name=op.f("ck_article_counters")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_article_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("slug", name=op.f("uq_article_slug")),
    )
    op.create_index("ix_article_document", "article", ["document"], unique=False, postgresql_using="gin")
    op.create_index("ix_article_section", "article", ["section", "position", "id"], unique=False)
    op.create_table(
        "cart",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("coupon_code", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("user_id IS NOT NULL OR token_hash IS NOT NULL", name=op.f("ck_cart_owner")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cart_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_cart_token_hash")),
    )
    op.create_index("uq_cart_user", "cart", ["user_id"], unique=True, postgresql_where="user_id IS NOT NULL")
    op.create_table(
        "coupon",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("promotion_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("public_code", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Enum("active", "withdrawn", name="couponstatus", native_enum=False, length=40), nullable=False),
        sa.Column("limit_total", sa.BigInteger(), nullable=True),
        sa.Column("limit_per_customer", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_coupon_customer_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_coupon_promotion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_coupon_code_hash")),
    )
    op.create_index(op.f("ix_coupon_customer_id"), "coupon", ["customer_id"], unique=False)
    op.create_index(op.f("ix_coupon_promotion_id"), "coupon", ["promotion_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["agent_group.id"], name=op.f("fk_group_member_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_group_member_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_user_id"), "group_member", ["user_id"], unique=False)
    op.create_table(
        "labelled_text",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Enum("zh", "en", "mixed", "other", name="language", native_enum=False, length=40), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("subtype", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("right_category", sa.Text(), nullable=True),
        sa.Column("right_subtype", sa.Text(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_by_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["users.id"], name=op.f("fk_labelled_text_corrected_by_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["users.id"], name=op.f("fk_labelled_text_requester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labelled_text")),
    )
    op.create_index(
        "ix_labelled_text_corrected",
        "labelled_text",
        ["corrected_at", "id"],
        unique=False,
        postgresql_where=sa.text("corrected_at IS NOT NULL"),
    )
    op.create_index("ix_labelled_text_requester", "labelled_text", ["requester_id"], unique=False)
    op.create_index("ix_labelled_text_ticket", "labelled_text", ["ticket_id", "id"], unique=False)
    op.create_table(
        "lexicon_phrase",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("language", sa.Enum("zh", "en", "mixed", "other", name="language", native_enum=False, length=40), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "quality",
                "logistics",
                "service",
                "order",
                "account",
                "other",
                "urgency",
                "sentiment",
                name="topic",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "intent",
            sa.Enum(
                "delivery_question",
                "delivery_problem",
                "change_delivery",
                "shipping_fee",
                "cancel_order",
                "return_request",
                "exchange_request",
                "refund_request",
                "invoice",
                "price_promo",
                "payment_issue",
                "order_question",
                "product_defect",
                "repair_install",
                "service_complaint",
                "account_help",
                "product_question",
                "contact_agent",
                "suggestion",
                "other",
                name="intent",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("shipped_key", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weight > 0 AND weight <= 10", name=op.f("ck_lexicon_phrase_weight")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_lexicon_phrase_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_phrase")),
        sa.UniqueConstraint("shipped_key", name=op.f("uq_lexicon_phrase_shipped_key")),
    )
    op.create_index("ix_lexicon_phrase_topic", "lexicon_phrase", ["topic", "id"], unique=False)
    op.create_table(
        "member",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("growth", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["level"], ["member_level.key"], name=op.f("fk_member_level")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_member_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_member")),
    )
    op.create_table(
        "member_account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Enum("store_credit", "points", name="accountkind", native_enum=False, length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind = 'points' OR balance >= 0", name=op.f("ck_member_account_balance")),
        sa.CheckConstraint("pending >= 0", name=op.f("ck_member_account_pending")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_member_account_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_account")),
        sa.UniqueConstraint("user_id", "kind", "currency", name=op.f("uq_member_account_user_id_kind_currency")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("queued", "sending", "sent", "ambiguous", "failed", "skipped", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column(
            "arrival",
            sa.Enum(
                "processed",
                "deferred",
                "delivered",
                "dropped",
                "bounced",
                "complained",
                name="arrival",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["users.id"], name=op.f("fk_notification_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notification_dedupe_key")),
    )
    op.create_index(
        "ix_notification_ambiguous", "notification", ["not_before"], unique=False, postgresql_where=sa.text("status = 'ambiguous'")
    )
    op.create_index(
        "ix_notification_queued", "notification", ["queue", "id"], unique=False, postgresql_where=sa.text("status = 'queued'")
    )
    op.create_index(op.f("ix_notification_recipient_id"), "notification", ["recipient_id"], unique=False)
    op.create_index(
        "ix_notification_sending", "notification", ["lease_until"], unique=False, postgresql_where=sa.text("status = 'sending'")
    )
    op.create_index("ix_notification_status", "notification", ["status", "id"], unique=False)
    op.create_index(
        "ix_notification_ticket",
        "notification",
        ["ticket_id", "id"],
        unique=False,
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending_payment",
                "paid",
                "partially_shipped",
                "shipped",
                "delivered",
                "completed",
                "closed",
                name="orderstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "payment_status",
            sa.Enum(
                "unpaid",
                "partially_paid",
                "paid",
                "partially_refunded",
                "refunded",
                name="paymentstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "fulfillment_status",
            sa.Enum(
                "unfulfilled",
                "partially_shipped",
                "shipped",
                "delivered",
                "cancelled",
                name="fulfillmentstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "aftersale_status",
            sa.Enum("none", "open", "partly_settled", "settled", name="aftersalestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("items_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("shipping_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_added_minor", sa.BigInteger(), nullable=False),
        sa.Column("payable_minor", sa.BigInteger(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("pc", "mobile", "app", "store", "phone", "import", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pay_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_left_s", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum("unpaid", "cancelled", "refunded", name="closereason", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "payable_minor = items_total_minor - discount_total_minor + shipping_minor + tax_added_minor",
            name=op.f("ck_orders_sum"),
        ),
        sa.CheckConstraint(
            "payable_minor >= 0 AND discount_total_minor BETWEEN 0 AND items_total_minor", name=op.f("ck_orders_amounts")
        ),
        sa.CheckConstraint("tax_added_minor BETWEEN 0 AND tax_total_minor", name=op.f("ck_orders_tax")),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_orders_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
    )
    op.create_index(
        "ix_orders_confirm", "orders", ["confirm_at"], unique=False, postgresql_where="status IN ('shipped', 'delivered')"
    )
    op.create_index("ix_orders_customer", "orders", ["customer_id", "placed_at", "id"], unique=False)
    op.create_index("ix_orders_key", "orders", ["idempotency_key"], unique=False, postgresql_where="idempotency_key IS NOT NULL")
    op.create_index("ix_orders_phone", "orders", ["phone_index"], unique=False, postgresql_where="phone_index IS NOT NULL")
    op.create_index("ix_orders_placed", "orders", ["placed_at", "id"], unique=False)
    op.create_index("ix_orders_unpaid", "orders", ["pay_until"], unique=False, postgresql_where="status = 'pending_payment'")
    op.create_index(
        "uq_orders_key", "orders", ["customer_id", "idempotency_key"], unique=True, postgresql_where="idempotency_key IS NOT NULL"
    )
    op.create_index("uq_orders_origin", "orders", ["origin", "origin_id"], unique=True, postgresql_where="origin IS NOT NULL")
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=True),
        sa.Column("transports", sa.UnicodeText(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.Text(), nullable=False),
        sa.Column("extensions", sa.Text(), nullable=True),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkey_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("spu_no", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("description", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("selling_points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("specification", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("care", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("pictures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "submitted", "approved", "on_shelf", "delisted", name="productstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "delist_reason",
            sa.Enum("expired", "out_of_stock", "quality", "other", name="delistreason", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("on_shelf_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price_from_minor", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sold_count", sa.BigInteger(), nullable=False),
        sa.Column("rating_sum", sa.BigInteger(), nullable=False),
        sa.Column("rating_count", sa.BigInteger(), nullable=False),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "lower(coalesce(name->>'en', '') || ' ' || coalesce(name->>'zh', '') || ' ' || spu_no || ' ' || coalesce(summary->>'en', '') || ' ' || coalesce(summary->>'zh', ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "rating_count >= 0 AND rating_sum BETWEEN rating_count AND 5 * rating_count", name=op.f("ck_product_rating")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_product_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
        sa.UniqueConstraint("spu_no", name=op.f("uq_product_spu_no")),
    )
    op.create_index("ix_product_popular", "product", ["sold_count", "id"], unique=False, postgresql_where="status = 'on_shelf'")
    op.create_index("ix_product_shelf", "product", ["category_id", "status"], unique=False)
    op.create_index("uq_product_origin", "product", ["origin", "origin_id"], unique=True, postgresql_where="origin IS NOT NULL")
    op.create_table(
        "request_draft",
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_request_draft_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "person_id", name=op.f("pk_request_draft")),
    )
    op.create_table(
        "sla_calendar_version",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("calendar_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["calendar_id"], ["sla_calendar.id"], name=op.f("fk_sla_calendar_version_calendar_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_sla_calendar_version_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_calendar_version")),
        sa.UniqueConstraint("calendar_id", "number", name=op.f("uq_sla_calendar_version_calendar_id_number")),
    )
    op.create_table(
        "sla_policy_version",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("calendar_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["calendar_id"], ["sla_calendar.id"], name=op.f("fk_sla_policy_version_calendar_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_sla_policy_version_created_by")),
        sa.ForeignKeyConstraint(["policy_id"], ["sla_policy.id"], name=op.f("fk_sla_policy_version_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy_version")),
        sa.UniqueConstraint("policy_id", "number", name=op.f("uq_sla_policy_version_policy_id_number")),
    )
    op.create_table(
        "survey_refusal",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_survey_refusal_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_survey_refusal")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("new", "open", "pending", "on_hold", "solved", "closed", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "hold_for",
            sa.Enum("carrier", "supplier", "warehouse", "team", name="holdfor", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "priority", sa.Enum("low", "normal", "high", "urgent", name="priority", native_enum=False, length=40), nullable=False
        ),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("subtype", sa.Text(), nullable=True),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sentiment", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("classification", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web", "email", "phone", "chat", "store", "api", "carrier", "review", name="channel", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("follows_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_by", sa.Enum("customer", "agent", name="speaker", native_enum=False, length=40), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("unanswered_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_metric", sa.Text(), nullable=True),
        sa.Column("remaining_s", sa.BigInteger(), nullable=True),
        sa.Column(
            "clock_state", sa.Enum("none", "running", "paused", name="clockstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("breached", sa.Boolean(), nullable=False),
        sa.Column("awaiting_consent_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_promises", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), sa.Computed("status NOT IN ('solved', 'closed')", persisted=True), nullable=False),
        sa.Column(
            "queue_at",
            sa.DateTime(timezone=True),
            sa.Computed("COALESCE(next_due_at, TIMESTAMPTZ '9999-01-01 00:00:00+00')", persisted=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["ticket.id"], name=op.f("fk_ticket_follows_id")),
        sa.ForeignKeyConstraint(["group_id"], ["agent_group.id"], name=op.f("fk_ticket_group_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["users.id"], name=op.f("fk_ticket_requester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
    )
    op.create_index(
        "ix_ticket_assignee", "ticket", ["assignee_id", "queue_at", "id"], unique=False, postgresql_where=sa.text("is_open")
    )
    op.create_index("ix_ticket_case", "ticket", ["case_id"], unique=False, postgresql_where=sa.text("case_id IS NOT NULL"))
    op.create_index(
        "ix_ticket_category", "ticket", ["category", "queue_at", "id"], unique=False, postgresql_where=sa.text("is_open")
    )
    op.create_index(
        "ix_ticket_consent",
        "ticket",
        ["queue_at", "id"],
        unique=False,
        postgresql_where=sa.text("is_open AND awaiting_consent_until IS NOT NULL"),
    )
    op.create_index("ix_ticket_order", "ticket", ["order_id", "id"], unique=False, postgresql_where=sa.text("order_id IS NOT NULL"))
    op.create_index(
        "ix_ticket_order_number", "ticket", ["order_number"], unique=False, postgresql_where=sa.text("order_number IS NOT NULL")
    )
    op.create_index(
        "ix_ticket_queue",
        "ticket",
        ["queue_at", "id"],
        unique=False,
        postgresql_where=sa.text("is_open"),
        postgresql_include=["status", "assignee_id", "category", "unanswered_since", "hold_for", "awaiting_consent_until"],
    )
    op.create_index("ix_ticket_recent", "ticket", ["last_message_at", "id"], unique=False)
    op.create_index("ix_ticket_requester", "ticket", ["requester_id", "id"], unique=False)
    op.create_index("ix_ticket_solved", "ticket", ["solved_at"], unique=False, postgresql_where=sa.text("status = 'solved'"))
    op.create_index("ix_ticket_status", "ticket", ["status", "queue_at", "id"], unique=False, postgresql_where=sa.text("is_open"))
    op.create_index(
        "ix_ticket_unanswered",
        "ticket",
        ["queue_at", "id"],
        unique=False,
        postgresql_where=sa.text("is_open AND unanswered_since IS NOT NULL"),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_upload_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("token", name=op.f("uq_upload_token")),
    )
    op.create_index(op.f("ix_upload_owner_id"), "upload", ["owner_id"], unique=False)
    op.create_index(op.f("ix_upload_sha256"), "upload", ["sha256"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_session_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)
    op.create_table(
        "visit_refusal",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visit_refusal_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_visit_refusal")),
    )
    op.create_table(
        "aftersale_line",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("replacement_sku_id", sa.BigInteger(), nullable=True),
        sa.Column("sku_id", sa.BigInteger(), nullable=True),
        sa.Column("sku_no", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("ordered", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("qty_held", sa.BigInteger(), nullable=False),
        sa.Column("qty_received", sa.BigInteger(), nullable=False),
        sa.Column("qty_missing", sa.BigInteger(), nullable=False),
        sa.Column("qty_graded", sa.BigInteger(), nullable=False),
        sa.Column("qty_accepted", sa.BigInteger(), nullable=False),
        sa.Column("qty_rejected", sa.BigInteger(), nullable=False),
        sa.Column("without_goods", sa.Boolean(), nullable=False),
        sa.Column("settles_units", sa.Boolean(), nullable=False),
        sa.Column("already_minor", sa.BigInteger(), nullable=False),
        sa.Column("quoted_minor", sa.BigInteger(), nullable=False),
        sa.Column("refund_minor", sa.BigInteger(), nullable=False),
        sa.Column("refund_tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("deduction_minor", sa.BigInteger(), nullable=False),
        sa.Column("deduction_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("qty_accepted + qty_rejected + qty_missing <= quantity", name=op.f("ck_aftersale_line_decided")),
        sa.CheckConstraint("qty_accepted >= 0 AND qty_rejected >= 0", name=op.f("ck_aftersale_line_not_negative")),
        sa.CheckConstraint("qty_graded BETWEEN 0 AND qty_received", name=op.f("ck_aftersale_line_graded")),
        sa.CheckConstraint("qty_held BETWEEN 0 AND quantity", name=op.f("ck_aftersale_line_held")),
        sa.CheckConstraint("qty_received + qty_missing <= quantity", name=op.f("ck_aftersale_line_received")),
        sa.CheckConstraint("quantity > 0 AND qty_received >= 0 AND qty_missing >= 0", name=op.f("ck_aftersale_line_counted")),
        sa.CheckConstraint(
            "quoted_minor >= 0 AND refund_minor >= 0 AND deduction_minor >= 0", name=op.f("ck_aftersale_line_amounts")
        ),
        sa.CheckConstraint("refund_tax_minor BETWEEN 0 AND refund_minor + deduction_minor", name=op.f("ck_aftersale_line_tax")),
        sa.CheckConstraint(
            "without_goods OR qty_accepted + qty_rejected <= qty_graded", name=op.f("ck_aftersale_line_decided_after_grading")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_aftersale_line_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aftersale_line")),
        sa.UniqueConstraint(
            "case_id",
            "order_line_id",
            "replacement_sku_id",
            name=op.f("uq_aftersale_line_case_id_order_line_id_replacement_sku_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_aftersale_line_order_line", "aftersale_line", ["order_line_id"], unique=False)
    op.create_table(
        "article_vote",
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("voter", sa.Text(), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_vote_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "voter", name=op.f("pk_article_vote")),
    )
    op.create_table(
        "banner",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("button", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_banner_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banner")),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "open",
                "auto_approve",
                "ask_info",
                "supply",
                "propose",
                "accept_proposal",
                "refuse",
                "lapse",
                "approve",
                "reject",
                "add_tracking",
                "not_returned",
                "not_answered",
                "receive",
                "inspect",
                "receipt_overdue",
                "return_lost",
                "accept",
                "partial_accept",
                "refuse_goods",
                "paid",
                "payment_lapsed",
                "repaired",
                "unrepairable",
                "repair_overdue",
                "dispatch",
                "dispatch_overdue",
                "out_of_stock",
                "outbound_lost",
                "confirm",
                "refunds_succeeded",
                "refund_failed",
                "other_tender",
                "manual_payout",
                "cancel",
                "amend",
                "rejection_stands",
                "escalate",
                "rule",
                "withdraw",
                name="event",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_state",
            sa.Enum(
                "pending_review",
                "awaiting_buyer_info",
                "negotiating",
                "awaiting_return",
                "return_in_transit",
                "received",
                "inspected",
                "awaiting_payment",
                "awaiting_dispatch",
                "repairing",
                "outbound_in_transit",
                "refunding",
                "payout_problem",
                "rejected",
                "in_dispute",
                "completed",
                "closed",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "pending_review",
                "awaiting_buyer_info",
                "negotiating",
                "awaiting_return",
                "return_in_transit",
                "received",
                "inspected",
                "awaiting_payment",
                "awaiting_dispatch",
                "repairing",
                "outbound_in_transit",
                "refunding",
                "payout_problem",
                "rejected",
                "in_dispute",
                "completed",
                "closed",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "party",
            sa.Enum(
                "buyer",
                "merchant",
                "warehouse",
                "supervisor",
                "arbiter",
                "policy",
                "carrier",
                "gateway",
                "clock",
                name="party",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_case_event_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_event_case_id_seq")),
    )
    op.create_table(
        "coupon_use",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("coupon_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_use_coupon_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_coupon_use_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_coupon_use_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_use")),
    )
    op.create_index("ix_coupon_use_order", "coupon_use", ["order_id"], unique=False)
    op.create_index("uq_coupon_use_live", "coupon_use", ["coupon_id", "order_id"], unique=True, postgresql_where="is_live")
    op.create_table(
        "deadline",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "merchant_review",
                "buyer_info",
                "buyer_reply",
                "buyer_ship",
                "merchant_receipt",
                "merchant_settle",
                "buyer_escalate",
                "diff_payment",
                "merchant_dispatch",
                "repair",
                "buyer_confirm",
                name="clock",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("armed", "paused", "fired", "stopped", name="deadlinestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "on_expire_event",
            sa.Enum(
                "open",
                "auto_approve",
                "ask_info",
                "supply",
                "propose",
                "accept_proposal",
                "refuse",
                "lapse",
                "approve",
                "reject",
                "add_tracking",
                "not_returned",
                "not_answered",
                "receive",
                "inspect",
                "receipt_overdue",
                "return_lost",
                "accept",
                "partial_accept",
                "refuse_goods",
                "paid",
                "payment_lapsed",
                "repaired",
                "unrepairable",
                "repair_overdue",
                "dispatch",
                "dispatch_overdue",
                "out_of_stock",
                "outbound_lost",
                "confirm",
                "refunds_succeeded",
                "refund_failed",
                "other_tender",
                "manual_payout",
                "cancel",
                "amend",
                "rejection_stands",
                "escalate",
                "rule",
                "withdraw",
                name="event",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("armed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("near_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining_s", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'armed') = (due_at IS NOT NULL)", name=op.f("ck_deadline_armed_has_due")),
        sa.CheckConstraint("(status = 'paused') = (remaining_s IS NOT NULL)", name=op.f("ck_deadline_paused_has_rest")),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_deadline_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_due", "deadline", ["due_at"], unique=False, postgresql_where="status = 'armed'")
    op.create_index(
        "ix_deadline_near", "deadline", ["near_at"], unique=False, postgresql_where="status = 'armed' AND warned_at IS NULL"
    )
    op.create_index(
        "uq_deadline_live", "deadline", ["case_id", "kind"], unique=True, postgresql_where="status IN ('armed', 'paused')"
    )
    op.create_table(
        "guest_access",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_guest_access_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_guest_access_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_access")),
    )
    op.create_index(op.f("ix_guest_access_user_id"), "guest_access", ["user_id"], unique=False)
    op.create_table(
        "member_account_entry",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "earned",
                "released",
                "reversed",
                "spent",
                "given_back",
                "issued",
                "expired",
                "adjusted",
                name="entrykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.Column("pending_delta", sa.BigInteger(), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["member_account.id"], name=op.f("fk_member_account_entry_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_account_entry")),
        sa.UniqueConstraint(
            "account_id",
            "source_type",
            "source_id",
            "kind",
            name=op.f("uq_member_account_entry_account_id_source_type_source_id_kind"),
        ),
    )
    op.create_index("ix_member_account_entry_account", "member_account_entry", ["account_id", "id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind", sa.Enum("customer", "agent", "note", "system", name="messagekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web", "email", "phone", "chat", "store", "api", "carrier", "review", name="channel", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base_message_id", sa.BigInteger(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("document", postgresql.TSVECTOR(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_document", "message", ["document"], unique=False, postgresql_using="gin")
    op.create_index("ix_message_ticket", "message", ["ticket_id", "id"], unique=False)
    op.create_table(
        "order_discount",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("promotion_id", sa.BigInteger(), nullable=True),
        sa.Column("coupon_id", sa.BigInteger(), nullable=True),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("threshold_minor", sa.BigInteger(), nullable=True),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_order_discount_amount")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_order_discount_coupon_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_discount_order_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_order_discount_promotion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_discount")),
    )
    op.create_index(op.f("ix_order_discount_order_id"), "order_discount", ["order_id"], unique=False)
    op.create_table(
        "order_shipping",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("payable_minor", sa.BigInteger(), nullable=False),
        sa.Column("waived_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_tax_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("payable_minor >= 0 AND waived_minor >= 0 AND tax_minor >= 0", name=op.f("ck_order_shipping_amounts")),
        sa.CheckConstraint(
            "refunded_minor BETWEEN 0 AND payable_minor + CASE WHEN tax_included THEN 0 ELSE tax_minor END",
            name=op.f("ck_order_shipping_refunded"),
        ),
        sa.CheckConstraint("refunded_tax_minor BETWEEN 0 AND tax_minor", name=op.f("ck_order_shipping_refunded_tax")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_shipping_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_shipping")),
    )
    op.create_index(op.f("ix_order_shipping_order_id"), "order_shipping", ["order_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column(
            "tender",
            sa.Enum("psp", "store_credit", "points", "gift_card", name="tender", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("captured_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("refund_held_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "created",
                "pending",
                "captured",
                "failed",
                "expired",
                "cancelled",
                name="paymentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("provider_ref", sa.Text(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_query_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor >= 0 AND captured_minor BETWEEN 0 AND amount_minor", name=op.f("ck_payment_captured")),
        sa.CheckConstraint(
            "refunded_minor + refund_held_minor <= captured_minor", name=op.f("ck_payment_never_more_than_captured")
        ),
        sa.CheckConstraint("refunded_minor >= 0 AND refund_held_minor >= 0", name=op.f("ck_payment_not_negative")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payment_idempotency_key")),
        sa.UniqueConstraint(
            "order_id",
            "position",
            "case_ref",
            name=op.f("uq_payment_order_id_position_case_ref"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_payment_open", "payment", ["next_query_at"], unique=False, postgresql_where="status = 'pending'")
    op.create_table(
        "policy_decision",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column(
            "outcome", sa.Enum("auto_approve", "review", "deny", name="outcome", native_enum=False, length=40), nullable=False
        ),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overridden_by_id", sa.BigInteger(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_policy_decision_case_id")),
        sa.ForeignKeyConstraint(["overridden_by_id"], ["users.id"], name=op.f("fk_policy_decision_overridden_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_decision")),
    )
    op.create_index(op.f("ix_policy_decision_case_id"), "policy_decision", ["case_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("offered", "accepted", "declined", "withdrawn", "lapsed", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("consent_by", sa.Enum("customer", "spoken", name="consentby", native_enum=False, length=40), nullable=True),
        sa.Column("consent_text", sa.Text(), nullable=True),
        sa.Column("consent_hash", sa.Text(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(status = 'accepted') = (consent_hash IS NOT NULL)", name=op.f("ck_proposal_consent")),
        sa.CheckConstraint("(status = 'offered') = (answered_at IS NULL)", name=op.f("ck_proposal_answered")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_proposal_answered_by_id")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["users.id"], name=op.f("fk_proposal_offered_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_proposal_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_case_id"), "proposal", ["case_id"], unique=False)
    op.create_index("ix_proposal_due", "proposal", ["expires_at"], unique=False, postgresql_where="status = 'offered'")
    op.create_index("ix_proposal_ticket", "proposal", ["ticket_id", "id"], unique=False)
    op.create_index("uq_proposal_open", "proposal", ["ticket_id"], unique=True, postgresql_where="status = 'offered'")
    op.create_table(
        "quote",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_quote_cart_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("cart_id", "fingerprint", name=op.f("uq_quote_cart_id_fingerprint")),
        sa.UniqueConstraint("token", name=op.f("uq_quote_token")),
    )
    op.create_index(op.f("ix_quote_expires_at"), "quote", ["expires_at"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("goods", "shipping", "goodwill", "fee", "difference", name="refundkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "ready",
                "processing",
                "unknown",
                "succeeded",
                "failed",
                "succeeded_manual",
                name="refundstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=True),
        sa.Column("approver_id", sa.BigInteger(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0 AND tax_minor BETWEEN 0 AND amount_minor", name=op.f("ck_refund_amount")),
        sa.CheckConstraint("approver_id IS NULL OR approver_id <> requester_id", name=op.f("ck_refund_four_eyes")),
        sa.ForeignKeyConstraint(["approver_id"], ["users.id"], name=op.f("fk_refund_approver_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refund_order_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["users.id"], name=op.f("fk_refund_requester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("number", name=op.f("uq_refund_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_refund_reference")),
    )
    op.create_index("ix_refund_case", "refund", ["case_ref"], unique=False, postgresql_where="case_ref IS NOT NULL")
    op.create_index(
        "ix_refund_live", "refund", ["id"], unique=False, postgresql_where="status IN ('ready', 'processing', 'unknown')"
    )
    op.create_index("ix_refund_order", "refund", ["order_id"], unique=False)
    op.create_table(
        "reply_draft",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reply_draft_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reply_draft_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "user_id", name=op.f("pk_reply_draft")),
    )
    op.create_table(
        "return_parcel",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=True),
        sa.Column("declared_by_id", sa.BigInteger(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_return_parcel_case_id")),
        sa.ForeignKeyConstraint(["declared_by_id"], ["users.id"], name=op.f("fk_return_parcel_declared_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_parcel")),
        sa.UniqueConstraint("carrier", "tracking", name=op.f("uq_return_parcel_carrier_tracking")),
    )
    op.create_index(op.f("ix_return_parcel_case_id"), "return_parcel", ["case_id"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "direction", sa.Enum("outbound", "return", "to_buyer", name="direction", native_enum=False, length=40), nullable=False
        ),
        sa.Column("case_ref", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "created",
                "label_ready",
                "handed_over",
                "in_transit",
                "out_for_delivery",
                "delivered",
                "attempt_failed",
                "refused",
                "lost",
                "damaged",
                "returning",
                "returned_to_sender",
                name="shipmentstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_shipment_attempts")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("carrier", "tracking", name=op.f("uq_shipment_carrier_tracking")),
    )
    op.create_index(op.f("ix_shipment_case_ref"), "shipment", ["case_ref"], unique=False)
    op.create_index(
        "ix_shipment_late",
        "shipment",
        ["promised_at"],
        unique=False,
        postgresql_where="status IN ('handed_over', 'in_transit', 'out_for_delivery', 'attempt_failed')",
    )
    op.create_index(op.f("ix_shipment_order_id"), "shipment", ["order_id"], unique=False)
    op.create_table(
        "sku",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sku_no", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("option_key", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("tax_rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("warranty_days", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("is_serial_tracked", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "price_minor >= 0 AND (compare_at_minor IS NULL OR compare_at_minor >= price_minor)", name=op.f("ck_sku_price")
        ),
        sa.CheckConstraint(
            "tax_rate_bp BETWEEN 0 AND 10000 AND weight_g >= 0 AND warranty_days >= 0", name=op.f("ck_sku_measures")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sku_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku")),
        sa.UniqueConstraint("product_id", "option_key", name=op.f("uq_sku_product_id_option_key")),
        sa.UniqueConstraint("sku_no", name=op.f("uq_sku_sku_no")),
    )
    op.create_index(op.f("ix_sku_product_id"), "sku", ["product_id"], unique=False)
    op.create_table(
        "sla_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "metric",
            sa.Enum("first_reply", "next_reply", "resolution", "redeliver", name="metric", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("cycle", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "paused",
                "resumed",
                "warned",
                "breached",
                "breach_withdrawn",
                "superseded",
                "fulfilled",
                "ended",
                "reopened",
                name="factkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_sla_event_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_event")),
    )
    op.create_index("ix_sla_event_ticket", "sla_event", ["ticket_id", "id"], unique=False)
    op.create_table(
        "sla_track",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("policy_version_id", sa.BigInteger(), nullable=True),
        sa.Column("calendar_version_id", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("requester_is_agent", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("new", "open", "pending", "on_hold", "solved", "closed", name="ticketstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status_before",
            sa.Enum("new", "open", "pending", "on_hold", "solved", "closed", name="ticketstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("human_replied", sa.Boolean(), nullable=False),
        sa.Column("customer_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_version_id"], ["sla_calendar_version.id"], name=op.f("fk_sla_track_calendar_version_id")
        ),
        sa.ForeignKeyConstraint(["policy_version_id"], ["sla_policy_version.id"], name=op.f("fk_sla_track_policy_version_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_sla_track_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_sla_track")),
    )
    op.create_index(
        "ix_sla_track_working",
        "sla_track",
        ["ticket_id"],
        unique=False,
        postgresql_where=sa.text("status NOT IN ('solved', 'closed')"),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("closure", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("scheduled", "sent", "answered", "cancelled", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("praise", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("solved", sa.Enum("yes", "partly", "no", name="solved", native_enum=False, length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("may_call", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(status = 'answered') = (score IS NOT NULL)", name=op.f("ck_survey_answered")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_survey_score")),
        sa.ForeignKeyConstraint(["agent_id"], ["users.id"], name=op.f("fk_survey_agent_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_survey_customer_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_survey_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("ticket_id", "closure", name=op.f("uq_survey_ticket_id_closure")),
    )
    op.create_index(op.f("ix_survey_customer_id"), "survey", ["customer_id"], unique=False)
    op.create_index("ix_survey_due", "survey", ["due_at"], unique=False, postgresql_where=sa.text("status = 'scheduled'"))
    op.create_index("ix_survey_sent", "survey", ["sent_at"], unique=False, postgresql_where=sa.text("sent_at IS NOT NULL"))
    op.create_index(
        "ix_survey_unanswered",
        "survey",
        ["sent_at"],
        unique=False,
        postgresql_where=sa.text("status = 'sent' AND reminded_at IS NULL"),
    )
    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writing_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_presence_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_ticket_presence_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "user_id", name=op.f("pk_ticket_presence")),
    )
    op.create_table(
        "unexpected_item",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_unexpected_item_quantity")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_unexpected_item_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_unexpected_item_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unexpected_item")),
    )
    op.create_index(op.f("ix_unexpected_item_case_id"), "unexpected_item", ["case_id"], unique=False)
    op.create_table(
        "aftersale_fee",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("case_line_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "restocking",
                "return_shipping",
                "damage",
                "missing_gift",
                "freight_clawback",
                name="feekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_aftersale_fee_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_aftersale_fee_case_id")),
        sa.ForeignKeyConstraint(["case_line_id"], ["aftersale_line.id"], name=op.f("fk_aftersale_fee_case_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aftersale_fee")),
    )
    op.create_index(op.f("ix_aftersale_fee_case_id"), "aftersale_fee", ["case_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("upload_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attachment_message_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_attachment_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_upload_id"), "attachment", ["upload_id"], unique=False)
    op.create_index("uq_attachment_message_upload", "attachment", ["message_id", "upload_id"], unique=True)
    op.create_table(
        "cart_line",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_cart_line_quantity")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_line_cart_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_cart_line_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint("cart_id", "sku_id", name=op.f("uq_cart_line_cart_id_sku_id")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "late",
                "attempt_failed",
                "refused",
                "lost",
                "damaged",
                "returning",
                name="incidentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_incident_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_incident_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("shipment_id", "kind", name=op.f("uq_incident_shipment_id_kind")),
    )
    op.create_index(op.f("ix_incident_order_id"), "incident", ["order_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "new_unworn",
                "opened",
                "used",
                "damaged",
                "defective",
                "incomplete",
                "wrong_goods",
                name="grade",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "sellable",
                "defective",
                "customer_damaged",
                "warehouse_damaged",
                "carrier_damaged",
                "distributor_damaged",
                "expired",
                name="cause",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "disposition",
            sa.Enum(
                "restock_new",
                "restock_open_box",
                "refurbish",
                "return_to_vendor",
                "scrap",
                "donate",
                "hold_as_evidence",
                "missing",
                name="disposition",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_inspection_quantity")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_inspection_by_id")),
        sa.ForeignKeyConstraint(["case_line_id"], ["aftersale_line.id"], name=op.f("fk_inspection_case_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index("ix_inspection_line", "inspection", ["case_line_id", "id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=True),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("sku_no", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("category_path", sa.Text(), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("consents", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("warranty_days", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("list_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("payable_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("qty_cancelled", sa.BigInteger(), nullable=False),
        sa.Column("qty_shipped", sa.BigInteger(), nullable=False),
        sa.Column("qty_delivered", sa.BigInteger(), nullable=False),
        sa.Column("qty_open", sa.BigInteger(), nullable=False),
        sa.Column("qty_settled", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin_case_ref", sa.Text(), nullable=True),
        sa.Column("origin_line_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("0 <= qty_delivered AND qty_delivered <= qty_shipped", name=op.f("ck_order_line_delivered")),
        sa.CheckConstraint(
            "discount_total_minor BETWEEN 0 AND list_total_minor AND tax_minor >= 0", name=op.f("ck_order_line_amounts")
        ),
        sa.CheckConstraint("payable_minor = list_total_minor - discount_total_minor", name=op.f("ck_order_line_payable")),
        sa.CheckConstraint("qty_cancelled >= 0 AND qty_open >= 0 AND qty_settled >= 0", name=op.f("ck_order_line_quantities")),
        sa.CheckConstraint("qty_open + qty_settled + qty_cancelled <= quantity", name=op.f("ck_order_line_remedies")),
        sa.CheckConstraint("qty_shipped + qty_cancelled <= quantity", name=op.f("ck_order_line_shipped")),
        sa.CheckConstraint(
            "quantity > 0 AND list_total_minor = unit_price_minor * quantity", name=op.f("ck_order_line_list_total")
        ),
        sa.CheckConstraint(
            "refunded_minor BETWEEN 0 AND payable_minor + CASE WHEN tax_included THEN 0 ELSE tax_minor END",
            name=op.f("ck_order_line_refunded"),
        ),
        sa.CheckConstraint("refunded_tax_minor BETWEEN 0 AND tax_minor", name=op.f("ck_order_line_refunded_tax")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_line_order_id")),
        sa.ForeignKeyConstraint(["origin_line_id"], ["order_line.id"], name=op.f("fk_order_line_origin_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_order_line_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_order_line_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "line_no", name=op.f("uq_order_line_order_id_line_no")),
    )
    op.create_index("ix_order_line_product", "order_line", ["product_id"], unique=False, postgresql_where="product_id IS NOT NULL")
    op.create_index(op.f("ix_order_line_sku_id"), "order_line", ["sku_id"], unique=False)
    op.create_table(
        "proposal_item",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("particulars", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_promised", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_proposal_item_amount")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_item_proposal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_item")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_proposal_item_proposal_id_position")),
    )
    op.create_index("ix_proposal_item_promised", "proposal_item", ["proposal_id"], unique=False, postgresql_where="is_promised")
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_line_id", sa.BigInteger(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_receipt_quantity")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_receipt_by_id")),
        sa.ForeignKeyConstraint(["case_line_id"], ["aftersale_line.id"], name=op.f("fk_receipt_case_line_id")),
        sa.ForeignKeyConstraint(["parcel_id"], ["return_parcel.id"], name=op.f("fk_receipt_parcel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_case_line_id"), "receipt", ["case_line_id"], unique=False)
    op.create_table(
        "refund_tender",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("refund_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "ready",
                "processing",
                "unknown",
                "succeeded",
                "failed",
                "succeeded_manual",
                name="refundstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("provider_ref", sa.Text(), nullable=True),
        sa.Column("attempt_of", sa.BigInteger(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_tender_amount")),
        sa.ForeignKeyConstraint(["attempt_of"], ["refund_tender.id"], name=op.f("fk_refund_tender_attempt_of")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_tender_payment_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_tender_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_tender")),
        sa.UniqueConstraint("attempt_of", name=op.f("uq_refund_tender_attempt_of")),
    )
    op.create_index(
        "ix_refund_tender_due",
        "refund_tender",
        ["next_try_at"],
        unique=False,
        postgresql_where="status IN ('ready', 'processing', 'unknown')",
    )
    op.create_index(op.f("ix_refund_tender_payment_id"), "refund_tender", ["payment_id"], unique=False)
    op.create_index(op.f("ix_refund_tender_refund_id"), "refund_tender", ["refund_id"], unique=False)
    op.create_table(
        "sla_clock",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "metric",
            sa.Enum("first_reply", "next_reply", "resolution", "redeliver", name="metric", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("cycle", sa.BigInteger(), nullable=False),
        sa.Column("policy_version_id", sa.BigInteger(), nullable=True),
        sa.Column("calendar_version_id", sa.BigInteger(), nullable=True),
        sa.Column("target_s", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_message_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining_s", sa.BigInteger(), nullable=True),
        sa.Column("pauses", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fulfilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fulfilled_by_message_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "closed_unanswered",
                "bot_solved",
                "spam",
                "duplicate",
                "merged",
                "test",
                "customer_withdrew",
                "no_reply_needed",
                "no_policy",
                name="endreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "breach_cause",
            sa.Enum("policy_change", "calendar_change", "restored", name="cause", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "superseded_by",
            sa.Enum("policy_change", "calendar_change", "restored", name="cause", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("missed", sa.Boolean(), nullable=False),
        sa.Column("elapsed_s", sa.BigInteger(), nullable=True),
        sa.Column("first_fulfilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_elapsed_s", sa.BigInteger(), nullable=True),
        sa.Column("warned", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_version_id"], ["sla_calendar_version.id"], name=op.f("fk_sla_clock_calendar_version_id")
        ),
        sa.ForeignKeyConstraint(["policy_version_id"], ["sla_policy_version.id"], name=op.f("fk_sla_clock_policy_version_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["sla_track.ticket_id"], name=op.f("fk_sla_clock_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_clock")),
        sa.UniqueConstraint("ticket_id", "metric", "cycle", name=op.f("uq_sla_clock_ticket_id_metric_cycle")),
    )
    op.create_index(
        "ix_sla_clock_due",
        "sla_clock",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("fulfilled_at IS NULL AND ended_at IS NULL AND paused_since IS NULL AND breached_at IS NULL"),
    )
    op.create_index("ix_sla_clock_started", "sla_clock", ["metric", "started_at"], unique=False)
    op.create_index(
        "ix_sla_clock_warn",
        "sla_clock",
        ["warn_at"],
        unique=False,
        postgresql_where=sa.text("fulfilled_at IS NULL AND ended_at IS NULL AND paused_since IS NULL"),
    )
    op.create_table(
        "stock_level",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("quarantine", sa.BigInteger(), nullable=False),
        sa.Column("refurb", sa.BigInteger(), nullable=False),
        sa.Column("scrap_total", sa.BigInteger(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("backorder", sa.Boolean(), nullable=False),
        sa.CheckConstraint("allocated + held <= on_hand OR backorder", name=op.f("ck_stock_level_not_oversold")),
        sa.CheckConstraint("on_hand >= 0 AND allocated >= 0 AND held >= 0", name=op.f("ck_stock_level_not_negative")),
        sa.CheckConstraint(
            "quarantine >= 0 AND refurb >= 0 AND scrap_total >= 0", name=op.f("ck_stock_level_returned_not_negative")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_level_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_level")),
        sa.UniqueConstraint("sku_id", "location", name=op.f("uq_stock_level_sku_id_location")),
    )
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "allocated",
                "released",
                "shipped",
                "adjusted",
                "quarantined",
                "restocked",
                "sent_to_refurbish",
                "refurbished",
                "scrapped",
                "returned_to_vendor",
                "donated",
                "lost",
                name="movementkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("on_hand_change", sa.BigInteger(), nullable=False),
        sa.Column("allocated_change", sa.BigInteger(), nullable=False),
        sa.Column("quarantine_change", sa.BigInteger(), nullable=False),
        sa.Column("refurb_change", sa.BigInteger(), nullable=False),
        sa.Column("scrap_change", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_movement_quantity")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_movement_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
        sa.UniqueConstraint("reference", "kind", name=op.f("uq_stock_movement_reference_kind")),
    )
    op.create_index("ix_stock_movement_sku", "stock_movement", ["sku_id", "location", "id"], unique=False)
    op.create_table(
        "tracking_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("carrier_event_id", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "created",
                "label_ready",
                "handed_over",
                "in_transit",
                "out_for_delivery",
                "delivered",
                "attempt_failed",
                "refused",
                "lost",
                "damaged",
                "returning",
                "returned_to_sender",
                name="shipmentstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_tracking_event_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracking_event")),
        sa.UniqueConstraint("shipment_id", "carrier_event_id", name=op.f("uq_tracking_event_shipment_id_carrier_event_id")),
    )
    op.create_index("ix_tracking_event_shipment", "tracking_event", ["shipment_id", "at"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("survey_id", sa.BigInteger(), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("low_score", "solved_complaint", "repeat", "planned", name="reason", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("way", sa.Enum("call", "mail", "home", name="way", native_enum=False, length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Enum("planned", "done", "cancelled", name="status", native_enum=False, length=40), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("reached", "no_answer", "call_back", "wrong_number", "no_calls", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("mood", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(status = 'planned') = (done_at IS NULL)", name=op.f("ck_visit_done")),
        sa.CheckConstraint("mood BETWEEN 1 AND 5", name=op.f("ck_visit_mood")),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_visit_assignee_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_visit_customer_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_visit_survey_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_visit_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("source_key", name=op.f("uq_visit_source_key")),
    )
    op.create_index(op.f("ix_visit_assignee_id"), "visit", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_visit_customer_id"), "visit", ["customer_id"], unique=False)
    op.create_index("ix_visit_done", "visit", ["done_at"], unique=False, postgresql_where=sa.text("status = 'done'"))
    op.create_index("ix_visit_due", "visit", ["due_at", "id"], unique=False, postgresql_where=sa.text("status = 'planned'"))
    op.create_index(op.f("ix_visit_ticket_id"), "visit", ["ticket_id"], unique=False)
    op.create_index(
        "uq_visit_open",
        "visit",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("status = 'planned' AND ticket_id IS NOT NULL"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("case_line_id", sa.BigInteger(), nullable=True),
        sa.Column("inspection_id", sa.BigInteger(), nullable=True),
        sa.Column("upload_id", sa.BigInteger(), nullable=False),
        sa.Column("uploader_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Enum("photo", "video", "document", name="evidencekind", native_enum=False, length=40), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("for_customer", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["aftersale_case.id"], name=op.f("fk_evidence_case_id")),
        sa.ForeignKeyConstraint(["case_line_id"], ["aftersale_line.id"], name=op.f("fk_evidence_case_line_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_evidence_inspection_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_evidence_upload_id")),
        sa.ForeignKeyConstraint(["uploader_id"], ["users.id"], name=op.f("fk_evidence_uploader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("case_id", "upload_id", name=op.f("uq_evidence_case_id_upload_id")),
    )
    op.create_index(op.f("ix_evidence_case_id"), "evidence", ["case_id"], unique=False)
    op.create_index("ix_evidence_line", "evidence", ["case_line_id"], unique=False)
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_index(op.f("ix_evidence_upload_id"), "evidence", ["upload_id"], unique=False)
    op.create_table(
        "line_discount",
        sa.Column("order_discount_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_line_discount_amount")),
        sa.ForeignKeyConstraint(["order_discount_id"], ["order_discount.id"], name=op.f("fk_line_discount_order_discount_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_line_discount_order_line_id")),
        sa.PrimaryKeyConstraint("order_discount_id", "order_line_id", name=op.f("pk_line_discount")),
    )
    op.create_index(op.f("ix_line_discount_order_line_id"), "line_discount", ["order_line_id"], unique=False)
    op.create_table(
        "payment_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_event_id", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "captured", "failed", "refunded", "refund_failed", "other", name="paymenteventkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("refund_tender_id", sa.BigInteger(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_event_payment_id")),
        sa.ForeignKeyConstraint(["refund_tender_id"], ["refund_tender.id"], name=op.f("fk_payment_event_refund_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint("provider", "provider_event_id", name=op.f("uq_payment_event_provider_provider_event_id")),
    )
    op.create_index("ix_payment_event_payment", "payment_event", ["payment_id"], unique=False)
    op.create_table(
        "refund_part",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("refund_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=True),
        sa.Column("order_shipping_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("order_line_id IS NULL OR order_shipping_id IS NULL", name=op.f("ck_refund_part_one_subject")),
        sa.CheckConstraint(
            "quantity >= 0 AND amount_minor >= 0 AND tax_minor BETWEEN 0 AND amount_minor", name=op.f("ck_refund_part_amounts")
        ),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_refund_part_order_line_id")),
        sa.ForeignKeyConstraint(["order_shipping_id"], ["order_shipping.id"], name=op.f("fk_refund_part_order_shipping_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_part_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_part")),
    )
    op.create_index("ix_refund_part_line", "refund_part", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_refund_part_refund_id"), "refund_part", ["refund_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("order_line_id", sa.BigInteger(), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.Enum("pending", "published", "hidden", name="reviewstatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("helpful_count", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Text(), nullable=True),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_review_stars")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_review_answered_by")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_review_author_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_review_order_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_review_order_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_author_id"), "review", ["author_id"], unique=False)
    op.create_index(op.f("ix_review_order_id"), "review", ["order_id"], unique=False)
    op.create_index(
        "ix_review_product", "review", ["product_id", "at", "id"], unique=False, postgresql_where="status = 'published'"
    )
    op.create_index("uq_review_line", "review", ["order_line_id"], unique=True, postgresql_where="order_line_id IS NOT NULL")
    op.create_index("uq_review_origin", "review", ["origin", "origin_id"], unique=True, postgresql_where="origin IS NOT NULL")
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_line_quantity")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_shipment_line_order_line_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("shipment_id", "order_line_id", name=op.f("pk_shipment_line")),
    )
    op.create_index(op.f("ix_shipment_line_order_line_id"), "shipment_line", ["order_line_id"], unique=False)
    op.create_table(
        "stock_hold",
        sa.Column("order_line_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "allocated", "released", "shipped", name="holdstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_hold_quantity")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_stock_hold_order_line_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_hold_sku_id")),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_stock_hold")),
    )
    op.create_index(op.f("ix_stock_hold_sku_id"), "stock_hold", ["sku_id"], unique=False)
    op.create_table(
        "visit_attempt",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("reached", "no_answer", "call_back", "wrong_number", "no_calls", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("mood", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_visit_attempt_by_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_attempt_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_attempt")),
    )
    op.create_index(op.f("ix_visit_attempt_visit_id"), "visit_attempt", ["visit_id"], unique=False)
    op.execute(EVENT_GUARD)
    op.execute(CASE_EVENT_GUARD)


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_attempt_visit_id"), table_name="visit_attempt")
    op.drop_table("visit_attempt")
    op.drop_index(op.f("ix_stock_hold_sku_id"), table_name="stock_hold")
    op.drop_table("stock_hold")
    op.drop_index(op.f("ix_shipment_line_order_line_id"), table_name="shipment_line")
    op.drop_table("shipment_line")
    op.drop_index("uq_review_origin", table_name="review", postgresql_where="origin IS NOT NULL")
    op.drop_index("uq_review_line", table_name="review", postgresql_where="order_line_id IS NOT NULL")
    op.drop_index("ix_review_product", table_name="review", postgresql_where="status = 'published'")
    op.drop_index(op.f("ix_review_order_id"), table_name="review")
    op.drop_index(op.f("ix_review_author_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_refund_part_refund_id"), table_name="refund_part")
    op.drop_index("ix_refund_part_line", table_name="refund_part")
    op.drop_table("refund_part")
    op.drop_index("ix_payment_event_payment", table_name="payment_event")
    op.drop_table("payment_event")
    op.drop_index(op.f("ix_line_discount_order_line_id"), table_name="line_discount")
    op.drop_table("line_discount")
    op.drop_index(op.f("ix_evidence_upload_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_sha256"), table_name="evidence")
    op.drop_index("ix_evidence_line", table_name="evidence")
    op.drop_index(op.f("ix_evidence_case_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("uq_visit_open", table_name="visit", postgresql_where=sa.text("status = 'planned' AND ticket_id IS NOT NULL"))
    op.drop_index(op.f("ix_visit_ticket_id"), table_name="visit")
    op.drop_index("ix_visit_due", table_name="visit", postgresql_where=sa.text("status = 'planned'"))
    op.drop_index("ix_visit_done", table_name="visit", postgresql_where=sa.text("status = 'done'"))
    op.drop_index(op.f("ix_visit_customer_id"), table_name="visit")
    op.drop_index(op.f("ix_visit_assignee_id"), table_name="visit")
    op.drop_table("visit")
    op.drop_index("ix_tracking_event_shipment", table_name="tracking_event")
    op.drop_table("tracking_event")
    op.drop_index("ix_stock_movement_sku", table_name="stock_movement")
    op.drop_table("stock_movement")
    op.drop_table("stock_level")
    op.drop_index(
        "ix_sla_clock_warn",
        table_name="sla_clock",
        postgresql_where=sa.text("fulfilled_at IS NULL AND ended_at IS NULL AND paused_since IS NULL"),
    )
    op.drop_index("ix_sla_clock_started", table_name="sla_clock")
    op.drop_index(
        "ix_sla_clock_due",
        table_name="sla_clock",
        postgresql_where=sa.text("fulfilled_at IS NULL AND ended_at IS NULL AND paused_since IS NULL AND breached_at IS NULL"),
    )
    op.drop_table("sla_clock")
    op.drop_index(op.f("ix_refund_tender_refund_id"), table_name="refund_tender")
    op.drop_index(op.f("ix_refund_tender_payment_id"), table_name="refund_tender")
    op.drop_index(
        "ix_refund_tender_due", table_name="refund_tender", postgresql_where="status IN ('ready', 'processing', 'unknown')"
    )
    op.drop_table("refund_tender")
    op.drop_index(op.f("ix_receipt_case_line_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index("ix_proposal_item_promised", table_name="proposal_item", postgresql_where="is_promised")
    op.drop_table("proposal_item")
    op.drop_index(op.f("ix_order_line_sku_id"), table_name="order_line")
    op.drop_index("ix_order_line_product", table_name="order_line", postgresql_where="product_id IS NOT NULL")
    op.drop_table("order_line")
    op.drop_index("ix_inspection_line", table_name="inspection")
    op.drop_table("inspection")
    op.drop_index(op.f("ix_incident_order_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_table("cart_line")
    op.drop_index("uq_attachment_message_upload", table_name="attachment")
    op.drop_index(op.f("ix_attachment_upload_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_aftersale_fee_case_id"), table_name="aftersale_fee")
    op.drop_table("aftersale_fee")
    op.drop_index(op.f("ix_unexpected_item_case_id"), table_name="unexpected_item")
    op.drop_table("unexpected_item")
    op.drop_table("ticket_presence")
    op.drop_index("ix_survey_unanswered", table_name="survey", postgresql_where=sa.text("status = 'sent' AND reminded_at IS NULL"))
    op.drop_index("ix_survey_sent", table_name="survey", postgresql_where=sa.text("sent_at IS NOT NULL"))
    op.drop_index("ix_survey_due", table_name="survey", postgresql_where=sa.text("status = 'scheduled'"))
    op.drop_index(op.f("ix_survey_customer_id"), table_name="survey")
    op.drop_table("survey")
    op.drop_index("ix_sla_track_working", table_name="sla_track", postgresql_where=sa.text("status NOT IN ('solved', 'closed')"))
    op.drop_table("sla_track")
    op.drop_index("ix_sla_event_ticket", table_name="sla_event")
    op.drop_table("sla_event")
    op.drop_index(op.f("ix_sku_product_id"), table_name="sku")
    op.drop_table("sku")
    op.drop_index(op.f("ix_shipment_order_id"), table_name="shipment")
    op.drop_index(
        "ix_shipment_late",
        table_name="shipment",
        postgresql_where="status IN ('handed_over', 'in_transit', 'out_for_delivery', 'attempt_failed')",
    )
    op.drop_index(op.f("ix_shipment_case_ref"), table_name="shipment")
    op.drop_table("shipment")
    op.drop_index(op.f("ix_return_parcel_case_id"), table_name="return_parcel")
    op.drop_table("return_parcel")
    op.drop_table("reply_draft")
    op.drop_index("ix_refund_order", table_name="refund")
    op.drop_index("ix_refund_live", table_name="refund", postgresql_where="status IN ('ready', 'processing', 'unknown')")
    op.drop_index("ix_refund_case", table_name="refund", postgresql_where="case_ref IS NOT NULL")
    op.drop_table("refund")
    op.drop_index(op.f("ix_quote_expires_at"), table_name="quote")
    op.drop_table("quote")
    op.drop_index("uq_proposal_open", table_name="proposal", postgresql_where="status = 'offered'")
    op.drop_index("ix_proposal_ticket", table_name="proposal")
    op.drop_index("ix_proposal_due", table_name="proposal", postgresql_where="status = 'offered'")
    op.drop_index(op.f("ix_proposal_case_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_policy_decision_case_id"), table_name="policy_decision")
    op.drop_table("policy_decision")
    op.drop_index("ix_payment_open", table_name="payment", postgresql_where="status = 'pending'")
    op.drop_table("payment")
    op.drop_index(op.f("ix_order_shipping_order_id"), table_name="order_shipping")
    op.drop_table("order_shipping")
    op.drop_index(op.f("ix_order_discount_order_id"), table_name="order_discount")
    op.drop_table("order_discount")
    op.drop_index("ix_message_ticket", table_name="message")
    op.drop_index("ix_message_document", table_name="message", postgresql_using="gin")
    op.drop_table("message")
    op.drop_index("ix_member_account_entry_account", table_name="member_account_entry")
    op.drop_table("member_account_entry")
    op.drop_index(op.f("ix_guest_access_user_id"), table_name="guest_access")
    op.drop_table("guest_access")
    op.drop_index("uq_deadline_live", table_name="deadline", postgresql_where="status IN ('armed', 'paused')")
    op.drop_index("ix_deadline_near", table_name="deadline", postgresql_where="status = 'armed' AND warned_at IS NULL")
    op.drop_index("ix_deadline_due", table_name="deadline", postgresql_where="status = 'armed'")
    op.drop_table("deadline")
    op.drop_index("uq_coupon_use_live", table_name="coupon_use", postgresql_where="is_live")
    op.drop_index("ix_coupon_use_order", table_name="coupon_use")
    op.drop_table("coupon_use")
    op.drop_table("case_event")
    op.drop_table("banner")
    op.drop_table("article_vote")
    op.drop_index("ix_aftersale_line_order_line", table_name="aftersale_line")
    op.drop_table("aftersale_line")
    op.drop_table("visit_refusal")
    op.drop_index(op.f("ix_user_session_user_id"), table_name="user_session")
    op.drop_table("user_session")
    op.drop_index(op.f("ix_upload_sha256"), table_name="upload")
    op.drop_index(op.f("ix_upload_owner_id"), table_name="upload")
    op.drop_table("upload")
    op.drop_index("ix_ticket_unanswered", table_name="ticket", postgresql_where=sa.text("is_open AND unanswered_since IS NOT NULL"))
    op.drop_index("ix_ticket_status", table_name="ticket", postgresql_where=sa.text("is_open"))
    op.drop_index("ix_ticket_solved", table_name="ticket", postgresql_where=sa.text("status = 'solved'"))
    op.drop_index("ix_ticket_requester", table_name="ticket")
    op.drop_index("ix_ticket_recent", table_name="ticket")
    op.drop_index(
        "ix_ticket_queue",
        table_name="ticket",
        postgresql_where=sa.text("is_open"),
        postgresql_include=["status", "assignee_id", "category", "unanswered_since", "hold_for", "awaiting_consent_until"],
    )
    op.drop_index("ix_ticket_order_number", table_name="ticket", postgresql_where=sa.text("order_number IS NOT NULL"))
    op.drop_index("ix_ticket_order", table_name="ticket", postgresql_where=sa.text("order_id IS NOT NULL"))
    op.drop_index(
        "ix_ticket_consent", table_name="ticket", postgresql_where=sa.text("is_open AND awaiting_consent_until IS NOT NULL")
    )
    op.drop_index("ix_ticket_category", table_name="ticket", postgresql_where=sa.text("is_open"))
    op.drop_index("ix_ticket_case", table_name="ticket", postgresql_where=sa.text("case_id IS NOT NULL"))
    op.drop_index("ix_ticket_assignee", table_name="ticket", postgresql_where=sa.text("is_open"))
    op.drop_table("ticket")
    op.drop_table("survey_refusal")
    op.drop_table("sla_policy_version")
    op.drop_table("sla_calendar_version")
    op.drop_table("request_draft")
    op.drop_index("uq_product_origin", table_name="product", postgresql_where="origin IS NOT NULL")
    op.drop_index("ix_product_shelf", table_name="product")
    op.drop_index("ix_product_popular", table_name="product", postgresql_where="status = 'on_shelf'")
    op.drop_table("product")
    op.drop_index(op.f("ix_passkey_user_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_index("uq_orders_origin", table_name="orders", postgresql_where="origin IS NOT NULL")
    op.drop_index("uq_orders_key", table_name="orders", postgresql_where="idempotency_key IS NOT NULL")
    op.drop_index("ix_orders_unpaid", table_name="orders", postgresql_where="status = 'pending_payment'")
    op.drop_index("ix_orders_placed", table_name="orders")
    op.drop_index("ix_orders_phone", table_name="orders", postgresql_where="phone_index IS NOT NULL")
    op.drop_index("ix_orders_key", table_name="orders", postgresql_where="idempotency_key IS NOT NULL")
    op.drop_index("ix_orders_customer", table_name="orders")
    op.drop_index("ix_orders_confirm", table_name="orders", postgresql_where="status IN ('shipped', 'delivered')")
    op.drop_table("orders")
    op.drop_index("ix_notification_ticket", table_name="notification", postgresql_where=sa.text("ticket_id IS NOT NULL"))
    op.drop_index("ix_notification_status", table_name="notification")
    op.drop_index("ix_notification_sending", table_name="notification", postgresql_where=sa.text("status = 'sending'"))
    op.drop_index(op.f("ix_notification_recipient_id"), table_name="notification")
    op.drop_index("ix_notification_queued", table_name="notification", postgresql_where=sa.text("status = 'queued'"))
    op.drop_index("ix_notification_ambiguous", table_name="notification", postgresql_where=sa.text("status = 'ambiguous'"))
    op.drop_table("notification")
    op.drop_table("member_account")
    op.drop_table("member")
    op.drop_index("ix_lexicon_phrase_topic", table_name="lexicon_phrase")
    op.drop_table("lexicon_phrase")
    op.drop_index("ix_labelled_text_ticket", table_name="labelled_text")
    op.drop_index("ix_labelled_text_requester", table_name="labelled_text")
    op.drop_index("ix_labelled_text_corrected", table_name="labelled_text", postgresql_where=sa.text("corrected_at IS NOT NULL"))
    op.drop_table("labelled_text")
    op.drop_index(op.f("ix_group_member_user_id"), table_name="group_member")
    op.drop_table("group_member")
    op.drop_index(op.f("ix_coupon_promotion_id"), table_name="coupon")
    op.drop_index(op.f("ix_coupon_customer_id"), table_name="coupon")
    op.drop_table("coupon")
    op.drop_index("uq_cart_user", table_name="cart", postgresql_where="user_id IS NOT NULL")
    op.drop_table("cart")
    op.drop_index("ix_article_section", table_name="article")
    op.drop_index("ix_article_document", table_name="article", postgresql_using="gin")
    op.drop_table("article")
    op.drop_index(op.f("ix_api_token_user_id"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("agent_state")
    op.drop_index("ix_aftersale_case_ticket", table_name="aftersale_case", postgresql_where="ticket_id IS NOT NULL")
    op.drop_index("ix_aftersale_case_state", table_name="aftersale_case", postgresql_where="state NOT IN ('completed', 'closed')")
    op.drop_index("ix_aftersale_case_order", table_name="aftersale_case")
    op.drop_index("ix_aftersale_case_open", table_name="aftersale_case", postgresql_where="state NOT IN ('completed', 'closed')")
    op.drop_index("ix_aftersale_case_customer", table_name="aftersale_case")
    op.drop_table("aftersale_case")
    op.drop_index(op.f("ix_address_user_id"), table_name="address")
    op.drop_table("address")
    op.drop_table("visit_settings")
    op.drop_index("uq_users_origin", table_name="users", postgresql_where="origin IS NOT NULL")
    op.drop_index(op.f("ix_users_role"), table_name="users")
    op.drop_index(op.f("ix_users_phone_index"), table_name="users")
    op.drop_table("users")
    op.drop_table("throttle")
    op.drop_table("test_wallet_script")
    op.drop_index(op.f("ix_test_wallet_entry_charge_key"), table_name="test_wallet_entry")
    op.drop_table("test_wallet_entry")
    op.drop_table("survey_settings")
    op.drop_index("ix_sla_policy_position", table_name="sla_policy", postgresql_where=sa.text("NOT retired"))
    op.drop_table("sla_policy")
    op.drop_table("sla_calendar")
    op.drop_table("shop_profile")
    op.drop_table("sent_form")
    op.drop_index("ix_search_gap_times", table_name="search_gap")
    op.drop_table("search_gap")
    op.drop_table("promotion")
    op.drop_table("policy_snapshot")
    op.drop_table("member_level")
    op.drop_index(op.f("ix_mail_event_notification_id"), table_name="mail_event")
    op.drop_table("mail_event")
    op.drop_table("lexicon_edition")
    op.drop_table("imported_row")
    op.drop_table("heartbeat")
    op.drop_index("ix_event_record_ticket", table_name="event_record", postgresql_where="ticket_id IS NOT NULL")
    op.drop_index("ix_event_record_subject", table_name="event_record")
    op.drop_table("event_record")
    op.drop_table("delivery_method")
    op.drop_table("channel_rest")
    op.drop_index("ix_category_path", table_name="category", postgresql_ops={"path": "text_pattern_ops"})
    op.drop_index(op.f("ix_category_parent_id"), table_name="category")
    op.drop_table("category")
    op.drop_table("calendar_extension")
    op.drop_index("uq_agent_group_default", table_name="agent_group", postgresql_where="is_default")
    op.drop_table("agent_group")
    op.execute("DROP FUNCTION event_record_is_append_only()")
    op.execute("DROP FUNCTION case_event_is_append_only()")
    op.execute(sa.schema.DropSequence(sa.Sequence("case_number")))
    op.execute(sa.schema.DropSequence(sa.Sequence("order_number")))
    op.execute(sa.schema.DropSequence(sa.Sequence("refund_number")))
    op.execute(sa.schema.DropSequence(sa.Sequence("ticket_number")))
