"""What was done, counted: facts that never change, the daily tallies made of them, and periods that close."""
