import pytest
from allauth.account.models import EmailAddress

from accounts.queries import verified_emails
from tests.factories.accounts import account


@pytest.mark.django_db
def test_verified_emails_are_the_confirmed_ones_in_lower_case() -> None:
    user = account("Ines@mail.example")
    EmailAddress.objects.create(user=user, email="old@mail.example", verified=False)
    EmailAddress.objects.create(user=account("other@mail.example"), email="third@mail.example", verified=True)

    assert verified_emails(user) == {"ines@mail.example"}
