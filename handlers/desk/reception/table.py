"""The pages of reception days."""

from handlers.desk.reception import day, month, plan
from handlers.desk.serving import Route
from storage.vocabulary import Role

STAFF, BOTH = (Role.STAFF,), (Role.STAFF, Role.REPRESENTATIVE)

ROUTES = (
    Route("GET", "/{role}/reception", month.show, BOTH),
    Route("GET", "/{role}/reception/plan", plan.show, STAFF),
    Route("POST", "/{role}/reception/plan", plan.set_up, STAFF, writes=True, again=plan.show),
    Route("POST", "/{role}/reception/rules/end", plan.end_rule, STAFF, writes=True, again=plan.show),
    Route("GET", "/{role}/reception/{day}", day.show, BOTH),
    Route("POST", "/{role}/reception/{day}/calendar", day.take_out, BOTH, writes=True, again=day.show),
    Route("POST", "/{role}/reception/{day}/here", day.check_in, (Role.REPRESENTATIVE,), writes=True, again=day.show),
    Route("POST", "/{role}/reception/{day}/{deed}", day.act, STAFF, writes=True, again=day.show),
)
