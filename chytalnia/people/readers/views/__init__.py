"""Pages about readers: at the desk, and the reader's own."""
