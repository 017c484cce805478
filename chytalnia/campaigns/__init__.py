"""Marathons and network campaigns: rules, libraries and readers that join, reading logs, leagues, draws, diplomas."""
