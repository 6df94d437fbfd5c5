"""Clears the database after a test of several connections; the product itself can never do so."""
