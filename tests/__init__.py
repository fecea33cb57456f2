"""The tests: house rules, units, integration on both databases, journeys in a real browser."""
