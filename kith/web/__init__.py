"""What people see: one front for clients, one for those who work with them, one for those who run the programme."""
