"""Pages of seminars for those who come, speak and ask."""
