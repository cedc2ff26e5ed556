"""How many pages a scan has and which QR codes stand on them."""
