"""Accountability of first nominators (首提责任追究): grounds, those whom the record names, and the case."""
