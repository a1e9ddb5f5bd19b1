"""Search's pages under `/cms/`, by subject."""
