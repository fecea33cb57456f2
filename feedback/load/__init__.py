"""Invented cases in any number, for measurements: real shapes of arrival and closing, no real person, no real text."""
