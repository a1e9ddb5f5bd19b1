"""A refusal shown in a form: beside the fields it names, else above all of them."""

from django import forms

from core.refusal import InvalidDetails, Refusal, show_refusal


class Words(forms.Form):
    words = forms.CharField(required=False)


def errors(refusal: Refusal) -> dict[str, list[str]]:
    form = Words({})
    show_refusal(form, refusal)
    return {name: list(texts) for name, texts in form.errors.items()}


def test_refusal_without_a_field_stands_above() -> None:
    assert errors(Refusal("Not now.")) == {"__all__": ["Not now."]}
    assert errors(InvalidDetails("Not now.")) == {"__all__": ["Not now."]}


def test_refusal_stands_beside_the_field_it_names_and_nothing_is_left_out() -> None:
    both = InvalidDetails("Words: Too long. Price: None.", {"words": ["Too long."], "price": ["None."]})

    assert errors(both) == {"words": ["Too long."], "__all__": ["None."]}


def test_refusal_of_fields_that_are_not_in_the_form_names_them() -> None:
    assert errors(InvalidDetails("Price: None.", {"price": ["None."]})) == {"__all__": ["Price: None."]}
