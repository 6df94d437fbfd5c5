"""Pages (版面): a DOCX laid out as HTML and set as PDF, so that an office's own template has its PDF too."""
