"""The commands of the room: the only writers."""
