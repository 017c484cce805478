"""Tools for those who work on Chytalnia: translations, fonts, screenshots."""
