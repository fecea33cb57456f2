"""Supervision recommendations (kiến nghị giám sát): what supervising bodies ask of the commune, and what it answers and does."""
