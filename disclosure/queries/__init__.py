"""Reads of the room, as frozen read models: for everybody, for the desk, for the quarterly list."""
