"""Brings the demo's database up to date: migrations and the commands `flask demo …`; one process, to start sooner."""

from __future__ import annotations

from flask.cli import FlaskGroup

from app import create_app

COMMANDS = (
    ("db", "upgrade"),
    ("demo", "load"),
    ("demo", "pictures"),
    ("demo", "complaints"),
    ("demo", "apologies"),
    ("demo", "data-requests"),
    ("demo", "dialogues"),
    ("demo", "consultations"),
    ("demo", "disclosures"),
    ("demo", "supervision"),
    ("demo", "skilful"),
    ("demo", "reports"),
    ("demo", "friendly"),
)


def main() -> None:
    """Run the commands one after the other; the first that fails ends all."""
    app = create_app()
    group = FlaskGroup(create_app=lambda: app)
    for command in COMMANDS:
        group.main(args=list(command), prog_name="flask", standalone_mode=False)


if __name__ == "__main__":
    main()
