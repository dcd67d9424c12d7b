"""What a person carries away and may bring back: つづきQR, transcripts, calendar entries. Nothing here touches a screen or a device."""
