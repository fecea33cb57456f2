"""The unbound extensions, made once here and bound to the application by create_app(); nothing else may make one."""

from __future__ import annotations

from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from core.database import Base
from core.limit_storage import SharedFileStorage
from core.reading import PageSession

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "class_": PageSession})
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()
limiter = Limiter(key_func=get_remote_address, headers_enabled=False)

SHARED_LIMITS = SharedFileStorage.STORAGE_SCHEME[0]
