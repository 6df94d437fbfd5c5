"""Templates of papers (文书模板): a paper is its fields set into a DOCX that an office may replace."""
