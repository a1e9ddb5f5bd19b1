"""Pages under `/cms/` that are this room's own: reports, and what the front page of `/cms/` says."""
