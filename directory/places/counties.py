"""Counties of the United Kingdom, each with a town in its middle.

GeoNames knows only the four nations, yet people write "Newport, Shropshire" and "Somerset". The town is
the county town or the largest town, so that what is found by it is approximate.
"""

from directory.places.names import name_key

_TABLE = """
Bedfordshire/Beds: Bedford | Berkshire/Berks: Reading | Buckinghamshire/Bucks: Aylesbury
Cambridgeshire/Cambs: Cambridge | Cheshire: Chester | Cornwall: Truro | Cumbria: Penrith
Derbyshire: Derby | Devon: Exeter | Dorset: Dorchester | County Durham/Co Durham: Durham
East Sussex: Lewes | Essex: Chelmsford | Gloucestershire/Glos: Gloucester | Greater London: London
Greater Manchester: Manchester | Hampshire/Hants: Winchester | Herefordshire: Hereford
Hertfordshire/Herts: Hertford | Huntingdonshire: Huntingdon | Isle of Wight: Ryde
Kent: Maidstone | Lancashire/Lancs: Preston | Leicestershire/Leics: Leicester
Lincolnshire/Lincs: Lincoln | Merseyside: Liverpool | Middlesex: Harrow | Norfolk: Norwich
North Yorkshire: Northallerton | Northamptonshire/Northants: Northampton | Northumberland: Morpeth
Nottinghamshire/Notts: Nottingham | Oxfordshire/Oxon: Oxford | Rutland: Oakham
Shropshire/Salop: Shrewsbury | Somerset: Taunton | South Yorkshire: Sheffield | Staffordshire/Staffs: Stafford
Suffolk: Ipswich | Surrey: Guildford | Sussex: Lewes | Tyne and Wear: Newcastle upon Tyne
Warwickshire: Warwick | West Midlands: Birmingham | West Sussex: Chichester | West Yorkshire: Leeds
Wiltshire/Wilts: Trowbridge | Worcestershire/Worcs: Worcester | Yorkshire/Yorks: York
East Riding of Yorkshire/East Yorkshire: Beverley
Aberdeenshire: Aberdeen | Angus: Forfar | Argyll and Bute/Argyll: Oban | Ayrshire: Ayr
Dumfries and Galloway: Dumfries | East Lothian: Haddington | Fife: Kirkcaldy | Highland/Highlands: Inverness
Lanarkshire: Hamilton | Midlothian: Dalkeith | Moray: Elgin | Orkney: Kirkwall
Perth and Kinross/Perthshire: Perth | Renfrewshire: Paisley | Scottish Borders/Borders: Galashiels
Shetland: Lerwick | Stirlingshire: Stirling | West Lothian: Livingston
Anglesey/Ynys Mon: Holyhead | Carmarthenshire: Carmarthen | Ceredigion: Aberystwyth | Conwy: Llandudno
Denbighshire: Rhyl | Flintshire: Flint | Glamorgan: Cardiff | Gwent: Cwmbran | Gwynedd: Bangor
Monmouthshire: Abergavenny | Pembrokeshire: Haverfordwest | Powys: Newtown
County Antrim/Antrim: Ballymena | County Armagh: Armagh | County Down/Co Down: Downpatrick
County Fermanagh/Fermanagh: Enniskillen | County Londonderry: Derry | County Tyrone/Tyrone: Omagh
"""

_TOWNS: dict[str, str] = {}
for _entry in _TABLE.strip().replace("\n", "|").split("|"):
    _names, _, _town = _entry.partition(":")
    for _name in _names.split("/"):
        _TOWNS[name_key(_name)] = name_key(_town)


def county_town(key: str) -> str | None:
    """Return the folded name of the town that stands for the county of this folded name, if it is one."""
    return _TOWNS.get(key)
