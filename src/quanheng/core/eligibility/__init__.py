"""What an eligibility condition finds about one person (资格判定)."""
