"""Forms: what readers fill in (`own`), what the desk does (`desk`)."""
