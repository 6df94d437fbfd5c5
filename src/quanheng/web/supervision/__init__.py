"""Screens of supervision (监督): alerts, duties after appointment, reports, the trace, who sees what."""
