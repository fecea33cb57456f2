"""Reads of the room, split by audience; they give back frozen read models and never write."""
