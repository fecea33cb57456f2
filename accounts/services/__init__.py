"""The only writers of people and places; each command runs inside ``with transaction():`` and leaves an audit entry."""
