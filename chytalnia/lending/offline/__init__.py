"""The desk that goes on without a line: what a device keeps, what its journal tells, what a person has to look at."""
