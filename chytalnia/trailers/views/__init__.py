"""Pages of trailers."""
