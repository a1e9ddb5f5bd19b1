"""Turns rows into what templates show: words, lines and weeks, without a query."""
