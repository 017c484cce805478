"""A network of any size made up by numbers: readers, books and a year of loans, the same for the same seed."""
