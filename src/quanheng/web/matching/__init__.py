"""Screens of two-way selection (双向选择): preferences, choosing, the board, adjusting."""
