"""The Stripe twin: the part of Stripe's HTTP API that the gateway uses, with Stripe's rules, in the database.

It stands in for Stripe in the sandbox, below the real `stripe` library. Its doings are in `actions`.
"""
