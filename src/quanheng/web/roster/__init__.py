"""Screens of the roster (名册): people, dossiers, imports, appointment forms, findings."""
