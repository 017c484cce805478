import gc
import os

from django.core.wsgi import get_wsgi_application

from chytalnia.core.turns import InTurn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chytalnia.config.settings")
application = InTurn(get_wsgi_application(), at_once=2)

# What was loaded stays: the collector need not look through it again with every page. Pages are trees, freed without it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
