"""Library nanny, bibliosad, camp: children in the library's care, their grown-ups, who is on duty."""
