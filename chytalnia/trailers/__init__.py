"""Books on film: storyboards, rendering, publishing."""
