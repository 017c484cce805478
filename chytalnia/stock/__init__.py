"""Stock accounting: what was received and withdrawn by which paper, the books of it, and whether it still stands there."""
