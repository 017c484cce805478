"""Forms about readers: at the desk, and from home."""
