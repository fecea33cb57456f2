"""Open data: the read API and the files of data, described once and made from what is public already."""
