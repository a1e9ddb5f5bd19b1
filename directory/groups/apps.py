from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "directory.groups"
    label = "groups"
