"""Takes in the fixtures around the application."""

from tests.infra.application import app as app
from tests.infra.application import backend as backend
from tests.infra.application import client as client
from tests.infra.application import commune_database as commune_database
from tests.infra.application import database as database
from tests.infra.application import empty_database as empty_database
from tests.infra.application import live_server as live_server
from tests.infra.application import mail_server as mail_server
from tests.infra.application import redis_url as redis_url
from tests.infra.application import runner as runner
from tests.infra.application import settings as settings
from tests.infra.application import sms_server as sms_server
from tests.infra.application import sqlite_app as sqlite_app
from tests.infra.application import worker as worker
