"""Perspectives: what members answer to a question, from the form to the moderators' decision."""
