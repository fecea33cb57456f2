"""Petitions and reflections from the first word to the rating; knows the law of letters and nothing of what denunciations say."""
