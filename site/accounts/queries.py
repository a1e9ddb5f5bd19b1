"""Questions about accounts that other rooms ask."""

from allauth.account.models import EmailAddress

from accounts.models import User


def verified_emails(user: User) -> set[str]:
    """The addresses this person has shown to be theirs, in lower case."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {email.lower() for email in rows}
