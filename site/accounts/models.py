"""People who can sign in. What they are (trainer, champion...) is told by the rooms' own rows."""

import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(
            gettext("“%(name)s” is not a time zone we know."), params={"name": name}
        ) from error


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with a normalised address; no password means none can be used."""
        user = self.model(email=self.normalize_email(email).strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Log-in ignores the case of the address."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # of wagtail, untyped
    """Signs in by e-mail. `uid` is what others see; the row number never leaves the database."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True, help_text=_("As others should see it."))
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_time_zone])
    locale = models.CharField(max_length=16, default="en-gb")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ignoring_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """For Wagtail's admin."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name, for greetings."""
        return self.name.split(" ")[0] if self.name else ""

    @property
    def first_name(self) -> str:
        """Wagtail's user pages ask for it."""
        return self.get_short_name()

    @property
    def last_name(self) -> str:
        """Wagtail's user pages ask for it."""
        return self.name.partition(" ")[2]
