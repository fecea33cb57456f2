"""People and places: communes and their history, departments, villages, fields, officials, sign-in, settings, plans."""
