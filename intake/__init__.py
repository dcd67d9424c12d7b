"""The city's side: takes sealed submissions, gives signed receipts, opens them with the private key kept elsewhere."""
