"""What editors keep: pages of each kind, and the people who write them."""

from content.models.articles import ArticleAuthor, ArticleIndexPage, ArticlePage, ArticleTopic, Drawing
from content.models.authors import Author
from content.models.home import HomePage
from content.models.standard import StandardPage

__all__ = [
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleTopic",
    "Author",
    "Drawing",
    "HomePage",
    "StandardPage",
]
