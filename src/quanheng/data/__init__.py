"""Data shipped with the program (随附数据): regulations, plans and the demonstration."""
