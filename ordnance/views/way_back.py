"""Where the pages of a ticket lead back to: the board or the team's day that they were opened from.

The address is asked for in the query (`?back=`), so only the pages named here are answered: a link
from outside cannot send anybody elsewhere.
"""

from urllib.parse import urlsplit

from django.shortcuts import redirect
from django.urls import reverse

PAGES = ("ordnance:board", "ordnance:mine")
FOUND = 302


def way_back(request, ticket):
    """The address of the page that led here; the ticket's own where none of ours is named."""
    asked = request.GET.get("back", "")
    known = asked and urlsplit(asked)._replace(query="", fragment="").geturl()
    return asked if known in map(reverse, PAGES) else ticket.get_absolute_url()


def homeward(request, response, ticket):
    """The answer to a form; where it leads to the ticket, it leads back to where one came from."""
    if response.status_code == FOUND and response.url == ticket.get_absolute_url():
        return redirect(way_back(request, ticket))
    return response
