"""The words of the plan language (方案用语), shared by all stages."""
