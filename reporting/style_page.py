"""The style page: every component of the screens in every state, for those who build them. In production it does not exist."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template

from core.access import PUBLIC, access
from core.errors import NotFound
from deadlines.clock import today
from reporting.style_forms import empty_form, filled_form, off_form, refused_form
from reporting.style_samples import samples

blueprint = Blueprint("style_page", __name__)
FOLDER = "reporting/style/"


def parts() -> list[str]:
    """Return the templates of the page in the order of their names: whoever makes a component lays a file there."""
    return sorted(current_app.jinja_env.list_templates(filter_func=lambda name: name.startswith(FOLDER)))


@blueprint.get("/ung-dung/mau")
@access(PUBLIC)
def style_page() -> Response:
    """Show every component in every state. Raises NotFound where residents are served."""
    if current_app.config["SETTINGS"].environment == "production":
        raise NotFound()
    forms = {"empty_form": empty_form(), "filled_form": filled_form(), "refused_form": refused_form(), "off_form": off_form()}
    response = make_response(render_template("reporting/style_page.html", parts=parts(), today=today(), **forms, **samples()))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
