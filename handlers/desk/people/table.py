"""The pages about people: whose they are, the actions check."""

from handlers.desk.people import cards, inviting, listing, places, posters
from handlers.desk.serving import Route
from storage.vocabulary import Role

STAFF = (Role.STAFF,)
WITH_LINKS = (Role.STAFF, Role.REPRESENTATIVE)
"""Roles whose links there are posters of."""

ROUTES = (
    Route("GET", "/{role}/people", listing.show, STAFF),
    Route("POST", "/{role}/people/export", listing.take_out, STAFF, writes=True),
    Route("POST", "/{role}/people/invite", inviting.invite_many, STAFF, writes=True, again=inviting.many_again),
    Route("GET", "/{role}/officers", places.officers, STAFF),
    Route("GET", "/{role}/clerks", places.clerks, STAFF),
    Route("GET", "/{role}/invitations", inviting.show, STAFF),
    Route(
        "POST",
        "/{role}/invitations/{invitation}/withdraw",
        inviting.withdraw,
        STAFF,
        writes=True,
        again=inviting.show,
    ),
    Route("GET", "/{role}/representatives/{representative}", cards.representative, STAFF),
    Route(
        "POST",
        "/{role}/representatives/{representative}/invite",
        inviting.invite,
        STAFF,
        writes=True,
        again=cards.representative,
    ),
    Route("POST", "/{role}/representatives/{representative}/phone", cards.show_phone, STAFF, writes=True),
    Route("POST", "/{role}/representatives/{representative}/unpicture", cards.remove_picture, STAFF, writes=True),
    Route("GET", "/{role}/units/{unit}", cards.unit, STAFF),
    Route("POST", "/{role}/units/{unit}/invite", inviting.invite_officer, STAFF, writes=True, again=cards.unit),
    Route("POST", "/{role}/units/{unit}/release", cards.set_release, STAFF, writes=True, again=cards.unit),
    Route("GET", "/{role}/stations/{station}", cards.station, STAFF),
    Route("POST", "/{role}/stations/{station}/invite", inviting.invite_staff, STAFF, writes=True, again=cards.station),
    Route("GET", "/{role}/holders/{grant}", cards.holder, STAFF),
    Route("POST", "/{role}/holders/{grant}/end", cards.end, STAFF, writes=True, again=cards.holder),
    Route("GET", "/{role}/posters", posters.show, STAFF),
    Route("GET", "/{role}/posters/representative/{representative}", posters.of_representative, WITH_LINKS),
    Route("GET", "/{role}/posters/station/{station}", posters.of_station, WITH_LINKS),
    Route("GET", "/{role}/posters/station/{station}/all", posters.of_all, STAFF),
)
