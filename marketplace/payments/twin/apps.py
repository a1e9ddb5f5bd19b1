from django.apps import AppConfig

# Importing it registers the check that keeps pretend and real money apart.
from marketplace.payments import checks as checks


class TwinConfig(AppConfig):
    name = "marketplace.payments.twin"
    label = "twin"
