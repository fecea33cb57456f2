"""Repeatable measurements of the shipped server against a bare Flask page; see README.md."""
