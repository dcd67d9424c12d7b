"""What the longer `kiosk …` commands do; kiosk/lines/ only reads their options."""
