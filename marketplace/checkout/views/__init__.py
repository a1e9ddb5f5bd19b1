"""The front desk's pages, by what they are about."""
