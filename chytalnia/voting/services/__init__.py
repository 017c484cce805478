"""What can be done with an election, each verb in its own file."""
