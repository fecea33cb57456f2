"""Commands: the only writers of the room. Each runs inside core.transaction.transaction() and takes facts, not the world."""
