from chytalnia.cli.main import main

main()
