"""Secret ballots (无记名选票): forms, credentials, the public board, receipts, recount."""
