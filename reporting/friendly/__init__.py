"""The commune's assessment of itself as a friendly government: criteria as data, numbers of the product, points of the clerk."""
