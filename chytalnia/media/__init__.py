"""Files: assets, their rights and fixity."""
