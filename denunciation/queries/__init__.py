"""Reads of the register. From outside only ``totals`` may be named."""
