"""What people do together: formats, programmes, occasions, enrolment, attendance, rooms to book."""
