"""The moderators' desk under `/cms/perspectives/`: what waits, one perspective after the other, and what was decided.

Everything works as plain links and forms; `static/js/cms/moderation.js` adds keys.
"""
