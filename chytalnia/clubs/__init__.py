"""Clubs: leader, members, the plan of the year, what is read now, protocols, passport."""
