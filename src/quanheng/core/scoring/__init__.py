"""Marks to scores to ranks (计分), shared by the stages that score."""
