"""One's own settings in `/cms/`."""

from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.cms.forms import NameForm

# Wagtail's form asks for a first and a last name, which our people do not have, and would keep neither.
NameEmailSettingsPanel.form_class = NameForm
