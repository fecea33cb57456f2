"""What the commune discloses (Law on Grassroots Democracy 2022, Art. 11–14): on the portal, on walls, by loudspeaker."""
