"""Find anything: analysers, outbox, engines, query language."""
