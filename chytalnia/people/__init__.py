"""Who: accounts, roles per unit, what a role may do."""
