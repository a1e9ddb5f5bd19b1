"""A frozen attribution keeps group, code, rule and rate."""

from core.guards import add, refuse

add(
    refuse(
        app="referrals",
        name="referrals_attribution_frozen",
        table="referrals_orderattribution",
        on="UPDATE",
        when="OLD.frozen_at IS NOT NULL AND (OLD.rule <> NEW.rule OR OLD.rate_bp <> NEW.rate_bp "
        "OR OLD.rule_version <> NEW.rule_version OR COALESCE(OLD.group_id, 0) <> COALESCE(NEW.group_id, 0) "
        "OR COALESCE(OLD.code_id, 0) <> COALESCE(NEW.code_id, 0) OR NEW.frozen_at IS NULL)",
        sentence="a frozen attribution never changes",
    )
)
