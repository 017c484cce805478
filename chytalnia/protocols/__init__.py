"""Doors for machines: JSON API, feeds, sitemap."""
