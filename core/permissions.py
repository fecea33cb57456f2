"""What an official may be permitted to do, as words; who holds them is decided in accounts."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """``noun:verb``; a view names one, a role holds many.

    ``case:*`` the letters of the commune · ``template:*`` answer templates · ``admin:*`` the commune's own data ·
    ``data:*`` what people ask about the data that a case holds of them: answer it, extend or refuse it ·
    ``desk:*`` the official's own pages · ``dialogue:*`` dialogues and their commitments · ``reception:*`` citizen reception ·
    ``report:*`` the office's statutory reports · ``disclosure:*`` what the commune discloses by law ·
    ``consultation:*`` drafts on which people are asked, their counts on paper and the summary ·
    ``supervision:*`` what supervising bodies recommend: read, write down for a body, write answers, approve them ·
    ``skilful:*`` models of skilful mass mobilisation: read, register one's own, assess and publish ·
    ``assist:*`` writing down a neighbour's letter, in one's own villages ·
    ``denunciation:*`` the sealed register; whether an entry exists for its holder is decided in that room.
    """

    DESK_ENTER = "desk:enter"
    CASE_READ = "case:read"
    CASE_REGISTER = "case:register"
    CASE_CLASSIFY = "case:classify"
    CASE_ASSIGN = "case:assign"
    CASE_HANDLE = "case:handle"
    CASE_DIRECT = "case:direct"
    CASE_APPROVE = "case:approve"
    CASE_PUBLISH = "case:publish"
    CASE_IDENTITY = "case:identity"
    CASE_NOTE = "case:note"
    DATA_RUN = "data:run"
    DATA_DECIDE = "data:decide"
    TEMPLATE_EDIT = "template:edit"
    DIALOGUE_READ = "dialogue:read"
    DIALOGUE_PLAN = "dialogue:plan"
    DIALOGUE_DECIDE = "dialogue:decide"
    DIALOGUE_ANSWER = "dialogue:answer"
    DIALOGUE_SUPERVISE = "dialogue:supervise"
    CONSULTATION_READ = "consultation:read"
    CONSULTATION_PLAN = "consultation:plan"
    CONSULTATION_COUNT = "consultation:count"
    CONSULTATION_DECIDE = "consultation:decide"
    RECEPTION_RUN = "reception:run"
    RECEPTION_DECIDE = "reception:decide"
    DISCLOSURE_READ = "disclosure:read"
    DISCLOSURE_WRITE = "disclosure:write"
    DISCLOSURE_PUBLISH = "disclosure:publish"
    DISCLOSURE_DECIDE = "disclosure:decide"
    SUPERVISION_READ = "supervision:read"
    SUPERVISION_WRITE = "supervision:write"
    SUPERVISION_HANDLE = "supervision:handle"
    SUPERVISION_DECIDE = "supervision:decide"
    SKILFUL_READ = "skilful:read"
    SKILFUL_WRITE = "skilful:write"
    SKILFUL_DECIDE = "skilful:decide"
    REPORT_MAKE = "report:make"
    REPORT_ISSUE = "report:issue"
    DENUNCIATION_ENTER = "denunciation:enter"
    DENUNCIATION_SEAL = "denunciation:seal"
    DENUNCIATION_NAME = "denunciation:name"
    ASSIST_ENTER = "assist:enter"
    ADMIN_PEOPLE = "admin:people"
    ADMIN_CALENDAR = "admin:calendar"
    ADMIN_SETTINGS = "admin:settings"
    ADMIN_AUDIT = "admin:audit"
