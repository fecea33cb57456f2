"""Our application with no room for kept pages: what a page costs when it has to be made."""

from app import create_app
from core import page_cache

page_cache.CAPACITY = 0
app = create_app()
