"""Help for those who write procedures: a file to start from, sample answers, a picture of the questions. Nothing here runs at the counter."""
