"""What we have: records, works, items, import and export."""
