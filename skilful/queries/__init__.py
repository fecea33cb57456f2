"""Reads of the room, as frozen models."""
