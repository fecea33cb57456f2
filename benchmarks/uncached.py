"""Our application with no room for kept pages: what a page costs when it has to be made."""

from core import page_cache

from app import create_app

page_cache.CAPACITY = 0
app = create_app()
