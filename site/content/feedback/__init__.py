"""What people tell the community about its site: a form for everybody, an inbox for editors."""
