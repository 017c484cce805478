"""Schools: courses, groups, lessons, homework, attendance, certificates."""
