"""Tallies (计票): ballots become a result that keeps its working."""
