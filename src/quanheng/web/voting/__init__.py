"""Screens of votes (投票): elections, ballots on the phone, sheets and votes keyed from paper."""
