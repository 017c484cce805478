"""What is out, who waits for it and where it travels: rules, loans, holds, transits, and the log of acts."""
