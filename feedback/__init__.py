"""Petitions and reflections from the first word to the rating; knows the law of letters, knows nothing of denunciations' content."""
