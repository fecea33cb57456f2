"""Commands of the register. From outside only ``receive`` may be named."""
