"""The transition matrix written down by hand: kind of letter × state × post → what is allowed (law.md §2.3, §2.4)."""

from __future__ import annotations

# A complaint, as the law reads: the clerk receives, the officer verifies, the chair decides; notes, publishing and
# assignment by the counter stand for themselves.
COUNTER = "note publish unpublish"
LEADER = "note publish unpublish"
OVER, LEADER_OVER = f"report_back {COUNTER}", f"report_back {LEADER}"
"""Once there is an outcome, who forwarded the letter is told of it (Law on Citizen Reception 2013 Art. 27.2, LKN Art. 66.2)."""
EARLY = "classify check_time record_people record_signature split withdraw"
ABOVE = "record_appeal record_second record_court record_outcome"
"""Of a complaint in hand only once its time has passed without a decision (LKN Art. 33.1); the commune still owes that one."""
COMPLAINT: dict[str, dict[str, str]] = {
    "received": {"clerk": f"{EARLY} {COUNTER}", "officer": "note", "leader": f"continue_settling direct {LEADER}"},
    "classified": {
        "clerk": f"{EARLY} guide_complaint return {COUNTER}", "officer": "note",
        "leader": f"accept_complaint not_accept guide_complaint return file_only continue_settling direct {LEADER}",
    },
    "accepted": {
        "clerk": f"withdraw assign {COUNTER}", "officer": f"confirm_sent apologise relieve {ABOVE} note",
        "leader": f"mark_complex verify suspend continue_settling discontinue assign direct decide_apology {LEADER}",
    },
    "verifying": {
        "clerk": f"withdraw assign {COUNTER}",
        "officer": "add_task finish_task request_papers receive_papers report invite hold_dialogue confirm_sent ask apologise "
        f"relieve {ABOVE} note",
        "leader": f"mark_complex suspend continue_settling discontinue decide assign direct decide_apology {LEADER}",
    },
    "suspended": {
        "clerk": f"withdraw assign {COUNTER}", "officer": "receive_papers confirm_sent relieve note",
        "leader": f"resume continue_settling discontinue assign direct {LEADER}",
    },
    "decided": {
        "clerk": f"assign {OVER}", "officer": "send_decision apologise relieve note",
        "leader": f"assign direct decide_apology {LEADER_OVER}",
    },
    "sent": {"clerk": OVER, "officer": "record_appeal record_court enter_force note", "leader": LEADER_OVER},
    "appealed": {"clerk": OVER, "officer": "record_second record_court record_outcome note", "leader": LEADER_OVER},
    "in_court": {"clerk": OVER, "officer": "record_outcome note", "leader": LEADER_OVER},
    "in_force": {
        "clerk": OVER, "officer": "record_appeal record_court follow_up note", "leader": f"close_complaint {LEADER_OVER}",
    },
    "discontinued": {"clerk": OVER, "officer": "confirm_sent note", "leader": LEADER_OVER},
    "not_accepted": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
    "withdrawn": {"clerk": OVER, "officer": "note", "leader": f"continue_settling {LEADER_OVER}"},
    "guided": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
    "returned": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
    "filed_only": {"clerk": OVER, "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "split": {"clerk": COUNTER, "officer": "note", "leader": LEADER},
    "closed": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
}  # fmt: skip

AWAY = "transfer guide return refuse file_only"
WORK = "ask extend apologise relieve draft submit recall issue"
ALARM = "mark_urgent remind"
OTHER_LETTERS: dict[str, dict[str, str]] = {
    "received": {
        "clerk": f"classify merge split portal mark_urgent {COUNTER}", "officer": "note", "leader": f"direct {ALARM} {LEADER}",
    },
    "classified": {
        "clerk": f"classify accept {AWAY} handover merge split portal file mark_urgent {COUNTER}", "officer": "note",
        "leader": f"accept {AWAY} handover direct file {ALARM} {LEADER}",
    },
    "in_progress": {
        "clerk": f"assign merge portal file {ALARM} {COUNTER}", "officer": f"{WORK} note",
        "leader": f"assign direct approve send_back decide_extension decide_apology file {ALARM} {LEADER}",
    },
    "reopened": {
        "clerk": f"assign portal file {ALARM} {COUNTER}", "officer": f"{WORK} note",
        "leader": f"assign direct approve send_back decide_extension decide_apology file {ALARM} {LEADER}",
    },
    "answered": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
    "closed": {"clerk": OVER, "officer": "note", "leader": LEADER_OVER},
    "transferred": {
        "clerk": f"urge record_reply revoke {OVER}", "officer": "note", "leader": f"urge record_reply revoke {LEADER_OVER}",
    },
    "guided": {"clerk": f"revoke {OVER}", "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "returned": {"clerk": f"revoke {OVER}", "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "refused": {"clerk": f"revoke {OVER}", "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "filed_only": {"clerk": f"revoke {OVER}", "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "filed": {"clerk": f"revoke {OVER}", "officer": "note", "leader": f"revoke {LEADER_OVER}"},
    "merged": {"clerk": f"unmerge {OVER}", "officer": "note", "leader": LEADER_OVER},
    "split": {"clerk": COUNTER, "officer": "note", "leader": LEADER},
}  # fmt: skip
"""Petition, reflection, other, feedback on regulations: one table. "file" keeps a letter without a name as information,
"file_only" files one with a name that is not eligible (Circular 05/2021 Art. 6); a complaint is filed by the chair."""
