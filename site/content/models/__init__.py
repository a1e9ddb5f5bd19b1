"""What editors keep: pages of each kind, the people who write them, and what members answer."""

from content.illustrations import Drawing
from content.models.articles import ArticleAuthor, ArticleIndexPage, ArticlePage, ArticleTopic
from content.models.authors import Author
from content.models.classified import ClassifiedPage, ClassifiedPageQuerySet
from content.models.feedback import Feedback
from content.models.findable_page import FindablePage, FindablePageQuerySet
from content.models.glossary import GlossaryTerm
from content.models.home import HomePage
from content.models.news import NewsIndexPage, NewsPage
from content.models.perspectives import (
    Appeal,
    Flag,
    Helpful,
    Perspective,
    PerspectiveEvent,
    Report,
    Suspension,
)
from content.models.questions import QuestionIndexPage, QuestionPage, QuestionTopic
from content.models.standard import StandardPage

__all__ = [
    "Appeal",
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleTopic",
    "Author",
    "ClassifiedPage",
    "ClassifiedPageQuerySet",
    "Drawing",
    "Feedback",
    "FindablePage",
    "FindablePageQuerySet",
    "Flag",
    "GlossaryTerm",
    "Helpful",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "Perspective",
    "PerspectiveEvent",
    "QuestionIndexPage",
    "QuestionPage",
    "QuestionTopic",
    "Report",
    "StandardPage",
    "Suspension",
]
