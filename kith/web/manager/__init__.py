"""What those who run the programme see: frozen numbers with their denominators."""
