"""What can be typed: the options of every `kiosk …` command, by what it is about. Light, since every start reads it."""
