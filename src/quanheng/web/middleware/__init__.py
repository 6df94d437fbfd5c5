"""What stands around every page (中间件): language, sign-in, refusals."""
