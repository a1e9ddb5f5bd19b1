"""The glossary: its pages, and terms explained where a text first uses them."""
