"""The table of the room's work for later: what runs in the worker, how often, and when at once."""

from __future__ import annotations

from datetime import timedelta

from core import scrub, shredding
from core.jobs import Job
from feedback.data_reminders import send_data_reminders
from feedback.escalating import escalate
from feedback.reminders import send_reminders
from feedback.services import follow_letters, message_delivery, stand_ins, upkeep, webhook_delivery

JOBS: tuple[Job, ...] = (
    Job(name="letters", every=timedelta(minutes=1), run=upkeep.deliver_letters, pending=upkeep.letters_wait),
    Job(
        name="short_messages",
        every=timedelta(minutes=1),
        run=message_delivery.deliver_messages,
        pending=message_delivery.messages_wait,
    ),
    Job(name="photos", every=timedelta(minutes=5), run=upkeep.re_encode_photos, pending=upkeep.photos_wait),
    Job(name="reminders", every=timedelta(hours=1), run=send_reminders),
    Job(name="data_reminders", every=timedelta(hours=1), run=send_data_reminders),
    Job(name="escalation", every=timedelta(hours=1), run=escalate),
    Job(name="finished_cases", every=timedelta(hours=1), run=upkeep.close_finished),
    Job(name="ended_cases", every=timedelta(hours=1), run=stand_ins.end_stand_ins),
    Job(name="cleaning", every=timedelta(hours=6), run=shredding.run, pending=shredding.anything_asked),
    Job(name="drafts", every=timedelta(hours=6), run=upkeep.sweep_drafts),
    Job(name="orphans", every=timedelta(days=1), run=upkeep.sweep_orphans),
    Job(name="scrub", every=timedelta(days=1), run=scrub.scrub),
    Job(name="follow_digests", every=timedelta(hours=1), run=follow_letters.send_digests),
    Job(name="follow_tidy", every=timedelta(hours=6), run=follow_letters.tidy),
    Job(name="pieces", every=timedelta(hours=6), run=upkeep.sweep_pieces),
    Job(name="old_messages", every=timedelta(days=1), run=message_delivery.sweep_messages),
    Job(name="webhooks", every=timedelta(minutes=1), run=webhook_delivery.deliver, pending=webhook_delivery.anything_due),
    Job(name="old_deliveries", every=timedelta(days=1), run=webhook_delivery.sweep),
)
"""Reminders and finished cases look every hour and do each thing once, so a worker that was away catches up the same day."""
