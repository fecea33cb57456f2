"""The library of log lines, without the one that paints them: every process would hold 3 MB for colours that it never shows."""

from __future__ import annotations

from core.late import import_without

structlog = import_without("structlog", "rich")
