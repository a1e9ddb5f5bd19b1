"""What the roles may do with search; accounts.roles turns it into rows after every migrate."""

from accounts.roles import EDITOR, MODERATOR, grants

SEE_THE_INDEX = "search.view_indexbuild"

grants(EDITOR, *(f"search.{act}_synonym" for act in ("view", "add", "change", "delete")))
grants(EDITOR, "search.view_searchmiss")
grants(MODERATOR, SEE_THE_INDEX)
