"""The roof: reads everything that is public, adds it up, changes nothing; knows no letter's sender."""
