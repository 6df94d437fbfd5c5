"""Tags and filters of the templates (模板标签)."""
