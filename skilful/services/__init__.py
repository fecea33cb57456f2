"""Commands of the room: the only writers."""
