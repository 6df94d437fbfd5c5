"""Screens of first-nominator responsibility (首提责任): nominating, the register, cases."""
