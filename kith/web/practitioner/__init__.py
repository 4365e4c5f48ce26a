"""What those who work with people see: who needs something today, and what."""
