"""What every report of the office has in common: a period, drafts and editions, frozen issues, reminders. It knows no number."""
