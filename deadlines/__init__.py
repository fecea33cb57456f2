"""Legal time: which day a duty ends, by which article, and why; knows terms and calendars, but no case and no person."""
