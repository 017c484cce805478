import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
application = get_wsgi_application()

# What was loaded stays: the collector need not look through it again with every page. Pages are trees, freed without it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
