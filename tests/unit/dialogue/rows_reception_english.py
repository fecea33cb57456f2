"""English of the refusals, grounds and results of citizen reception, as they were read and found good."""

from __future__ import annotations

REFUSALS = {
    "receiver_missing": "Say who receives.",
    "place_missing": "Say where.",
    "ends_before_it_starts": "Write the hours as 08:00-11:00, the end after the beginning.",
    "in_the_past": "This moment has passed.",
    "day_off": "This is a day off. Choose a working day.",
    "calendar_closed": ("The working calendar does not reach this day. Ask the administrator to add the holidays of that year."),
    "hour_taken": "This place, or this person, has another reception at that hour.",
    "date_missing": (
        "Give the new date: a postponement states the reason and the new date (Law on Citizen Reception 2013, Art. 24)."
    ),
    "moved_earlier": "The new date is after the published one and after today.",
    "not_yet": "The reception has not begun, so its result cannot be recorded yet.",
    "delegated": (
        "Chair and secretary receive in person and may not delegate to deputies (Law on Citizen Reception, Art. "
        "15, as amended by Law 136/2025/QH15). If somebody else received, record it as not held."
    ),
    "attendees_missing": "Say who was there.",
    "ref_missing": "Give the number of the session in the State’s online reception system.",
    "slot_missing": "Choose a time.",
    "slot_taken": "Somebody else has just booked this time. Choose another.",
    "day_closed": "This time can no longer be booked. Choose another time or day.",
    "booked_enough": "This phone has two bookings on this day already. Each phone keeps two at most.",
    "matter_short": "Write in one line what it is about.",
    "matter_long": "Make it shorter, 200 characters at most.",
    "name_missing": "Write your full name.",
    "received_bad": "The date is today or one of the last 7 days.",
    "people_bad": "Say how many people came, from 1.",
    "refusal_ground": "A refusal needs its ground; without a refusal leave the ground empty.",
    "guided_missing": "Say to which body the person was guided.",
    "content_missing": "Write what was said, at least 10 characters.",
    "reads_as_denunciation": (
        "This reads like a denunciation. If it is one, choose Denunciation and write it into the sealed register; "
        "if not, tick this box."
    ),
    "representatives_missing": (
        "From 5 people on, representatives are needed: 5 to 10 people send 1 or 2, more than 10 up to 5."
    ),
    "representatives_many": (
        "Too many representatives: one person sends none, 2 to 10 people 1 or 2, more than 10 up to 5 (Art. 29)."
    ),
    "notice_missing": "Write number and day of the Party office's notice.",
    "official_unknown": "Choose an official from the list.",
    "day_unknown": "This reception is not on the date given. Open it again from the reception page.",
    "booking_over": "This booking is in the register already, or was cancelled. Open the reception page again.",
    "tasks_missing": "Write at least one task.",
    "direction_missing": "Say what is to be done.",
    "due_bad": "Give the date to report by, after today.",
    "fact_missing": "Fill this in before a number is taken.",
    "reason_missing": "Give the reason, at least a short sentence.",
    "form_old": "This page was open too long. What you typed is kept; check it and press again.",
}
GROUNDS_OF_THE_LAW = {
    "unfit": "Drunk, drugged, or not in control of themselves",
    "threatens": "Threatens, insults, disturbs, or breaks the rules of the place",
    "settled": "Settled by the law, reviewed, and told in writing",
    "weapon": "Carries a weapon or dangerous substance",
    "security": "Refuses the security check",
    "recording": "Recording or live-streaming against the rules after being told not to",
    "incites": "Incites or draws in others",
    "no_capacity": "Lacks civil capacity and has no representative",
    "no_mandate": "Represents somebody without proof",
    "outside": "Not a complaint, denunciation, petition or reflection",
    "repeated": "A petition or reflection answered already, with nothing new",
    "judged": "A final court judgment exists",
    "elsewhere": "Another body is dealing with it",
}
CANNOT_NOW = {
    "booking_over": "This booking was cancelled, or its time has passed.",
    "no_matter": "This row of the register holds no content, so this step cannot be taken.",
    "reception_refused": "Reception was refused, so no case is made.",
    "not_refused": "A notice of refusal is only for receptions that were refused (Law on Citizen Reception, Art. 9).",
    "concluded": "This reception already has its notice of conclusion.",
    "not_personal": "A notice of conclusion is only for receptions of the chair or the secretary.",
}
DONE = {
    "cong-bo": "Published.",
    "bo": "Taken off the plan.",
    "hoan": "Postponed, and the new date is published; everybody who booked is told.",
    "ket-qua": "The result was recorded.",
    "truc-tuyen": "The online session was noted.",
    "ket-luan": "The notice of conclusion has its number; each task is a case.",
}
