"""What the longer `kiosk …` commands do; cli.py only reads their options."""
