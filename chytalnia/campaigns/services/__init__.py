"""What can be done with campaigns; keyword-only, one transaction an act."""
