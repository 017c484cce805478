"""What can be done in the catalogue, a module for each noun."""
