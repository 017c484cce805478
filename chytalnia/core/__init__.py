"""The few things that every room uses: translated text, stages, panels, the look."""
