"""What is asked of plans and rooms."""
