"""Screens of inputs (录入): the tables of a stage by form and by file."""
