"""The answer to a message: enqueued where it is given, written and sent a little after it."""

from django.utils import translation

from content.models import Feedback
from core import languages, mail
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

KIND = "content.feedback.answer"


def tell(feedback: Feedback) -> None:
    """Keep the answer to be sent; it is sent once."""
    enqueue(
        kind=KIND,
        subject=f"feedback:{feedback.uid}",
        dedupe_key=f"feedback:{feedback.uid}:answer",
        payload={"feedback": feedback.pk},
    )


@handles(KIND)
def send(message: OutboxMessage) -> None:
    """In the language the message was written in; nothing where the address has been forgotten meanwhile."""
    row = Feedback.objects.filter(pk=message.payload["feedback"]).exclude(email="").first()
    if row is None or not row.answer:
        return
    with translation.override(languages.known(row.language)):
        mail.send(
            template="feedback_answer",
            to=row.email,
            context={"answer": row.answer, "words": row.words},
            message_id=message.dedupe_key.replace(":", "."),
        )
