"""Seminars: call for talks, programme of halls and streams, speakers, recordings, certificates."""
