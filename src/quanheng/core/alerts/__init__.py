"""Alerts of supervision (监督预警): what calls for an explanation, each with its article."""
