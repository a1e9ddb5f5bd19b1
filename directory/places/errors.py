"""What can go wrong with places, each with a sentence a person can act on."""


class PlacesError(Exception):
    """The parent of this room's errors; its text is fit to be shown."""

    sentence = ""

    def __init__(self) -> None:
        super().__init__(self.sentence)


class UnreadablePostcodeFile(PlacesError):
    sentence = (
        "This file is neither ONSPD (a header with pcds, lat and long) nor Code-Point Open (postcode, "
        "quality, easting, northing without a header). Nothing was imported."
    )
