"""What every search with words begins with, in one statement: the settings and the synonyms as editors keep them."""

from django.db.models import CharField, IntegerField, Value

from directory.places.models import PracticeSetting
from search import settings_tree, synonyms
from search.models import Synonym
from search.settings_tree import SettingsTree
from search.synonyms import Synonyms

_SYNONYM = -1  # in place of a position, which is 0 or more


def load() -> tuple[SettingsTree, Synonyms]:
    """The tree and the synonyms, each the same object as long as nothing changes."""
    nothing, nobody = Value("", output_field=CharField()), Value(None, output_field=IntegerField())
    mark = Value(_SYNONYM, output_field=IntegerField())
    settings = PracticeSetting.objects.order_by().values_list(*settings_tree.COLUMNS, nothing)
    kept = Synonym.objects.order_by().values_list("pk", nobody, "meaning", "words", mark, "current")
    rows = list(settings.union(kept, all=True))
    tree = settings_tree.made_of(row[:5] for row in rows if row[4] != _SYNONYM)
    found = sorted(row for row in rows if row[4] == _SYNONYM)
    return tree, synonyms.kept(synonyms.Row(row[2], row[3], row[5]) for row in found)
