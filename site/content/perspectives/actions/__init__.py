"""What is done with perspectives. `version` is the one the person who decides has read."""

from content.perspectives.actions.appealing import appeal, decide_appeal
from content.perspectives.actions.deciding import approve, leave_out, redact, undo_decision
from content.perspectives.actions.picking import mark_helpful, pick, unmark_helpful, unpick
from content.perspectives.actions.reporting import report, settle_reports
from content.perspectives.actions.sending import edit_own, send_perspective, withdraw
from content.perspectives.actions.suspending import change_end, lift_suspension, suspend_member

__all__ = [
    "appeal",
    "approve",
    "change_end",
    "decide_appeal",
    "edit_own",
    "leave_out",
    "lift_suspension",
    "mark_helpful",
    "pick",
    "redact",
    "report",
    "send_perspective",
    "settle_reports",
    "suspend_member",
    "undo_decision",
    "unmark_helpful",
    "unpick",
    "withdraw",
]
