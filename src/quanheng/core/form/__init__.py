"""The appointment form (干部任免审批表): its value, its resume, and what it says of a person."""
