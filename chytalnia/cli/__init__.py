"""The console command `chytalnia`: parse, call one service, print."""
