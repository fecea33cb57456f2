"""What people type, cleaned: one file for each kind of page, one class for each form."""
