"""What readers choose: elections, candidates, secret ballots, receipts."""
