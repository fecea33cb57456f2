"""Dialogues between leaders and residents, from the yearly plan to the last kept promise; and citizen reception."""
