"""Planning at the start of the process."""
