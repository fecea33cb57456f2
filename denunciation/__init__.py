"""The sealed register of denunciations: a letter may be handed in and totals read; nothing else of it is known outside."""
