"""What the operator does from the command line: processes, database, first set-up, people, diagnosis."""
