from typing import Any

from django.db import migrations

AUTHOR, EDITOR, ADMIN = "author", "editor", "admin"
TASK, WORKFLOW = "An editor reads it", "Author, then editor"
# What Wagtail's own migrations put there; the roles of this site are groups of other names.
WAGTAILS_GROUPS = ("Editors", "Moderators")
WAGTAILS_WORKFLOW = "Moderators approval"


def put_ours(apps: Any, schema_editor: Any) -> None:
    """Authors hand a page in, an editor reads and publishes it. Holds for the whole tree of pages."""
    get = apps.get_model
    page = get("wagtailcore.Page").objects.filter(depth=1).first()
    if get("wagtailcore.Workflow").objects.filter(name=WORKFLOW).exists():
        return
    kind, _ = get("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = get("wagtailcore.GroupApprovalTask").objects.create(name=TASK, content_type=kind, active=True)
    groups = get("auth.Group").objects
    task.groups.set([groups.get_or_create(name=name)[0] for name in (EDITOR, ADMIN)])
    groups.get_or_create(name=AUTHOR)
    workflow = get("wagtailcore.Workflow").objects.create(name=WORKFLOW, active=True)
    get("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    if page is not None:
        get("wagtailcore.WorkflowPage").objects.update_or_create(page=page, defaults={"workflow": workflow})


def take_wagtails(apps: Any, schema_editor: Any) -> None:
    """Wagtail's workflow goes where no page ever went through it, its groups where nobody is in them."""
    get = apps.get_model
    for workflow in get("wagtailcore.Workflow").objects.filter(name=WAGTAILS_WORKFLOW):
        get("wagtailcore.WorkflowPage").objects.filter(workflow=workflow).delete()
        if get("wagtailcore.WorkflowState").objects.filter(workflow=workflow).exists():
            workflow.active = False
            workflow.save()
            continue
        tasks = list(workflow.workflow_tasks.values_list("task_id", flat=True))
        workflow.delete()
        unused = get("wagtailcore.Task").objects.filter(pk__in=tasks, workflow_tasks=None, task_states=None)
        unused.filter(name=WAGTAILS_WORKFLOW).delete()
    get("auth.Group").objects.filter(name__in=WAGTAILS_GROUPS, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_more_drawings"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(put_ours, migrations.RunPython.noop),
        migrations.RunPython(take_wagtails, migrations.RunPython.noop),
    ]
