"""Screens of stages (环节): where the work on a stage of each kind is done, and how it closes."""
