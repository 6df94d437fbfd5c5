"""Screening (资格筛查): the rules of a plan as one expression over the archive, for millions of people."""
