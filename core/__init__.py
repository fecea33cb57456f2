"""The ground of the house: plumbing that knows no domain word."""
