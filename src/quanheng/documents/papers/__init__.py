"""Papers (文书): one module a paper: its fields, its built-in template, and what fills it from the record."""
