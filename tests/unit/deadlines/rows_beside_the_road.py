"""Days beside the road of a case, counted by hand: an emergency, a transfer's answer, the national portal and its updates.

Days off that the rows meet. 2024: Tết Thu 08 – Wed 14/02, Mon 29/04 (swapped for Sat 04/05). 2025: Wed 30/04 – Fri 02/05 (swapped
for Sat 26/04). 2026: Thu 01/01, Fri 02/01 (swapped for Sat 10/01), Tết Mon 16 – Fri 20/02, Sun 26 and Mon 27/04, Thu 30/04,
Fri 01/05, Mon 31/08 (swapped for Sat 22/08), Tue 01 and Wed 02/09, Tue 24/11. 2027: Fri 01/01, Tết Thu 04 – Wed 10/02,
Fri 30/04 – Mon 03/05.
"""

from tests.makers_deadlines import Row

URGENT = (
    Row("KNPA.URGENT", "Thu 19/11/2026", "Fri 20/11/2026", "an ordinary day: tomorrow"),
    Row("KNPA.URGENT", "Fri 20/11/2026", "Mon 23/11/2026", "Friday: over the weekend"),
    Row("KNPA.URGENT", "Sat 21/11/2026", "Mon 23/11/2026", "marked on Saturday: Monday is the first working day"),
    Row("KNPA.URGENT", "Sun 22/11/2026", "Mon 23/11/2026", "marked on Sunday"),
    Row("KNPA.URGENT", "Mon 23/11/2026", "Wed 25/11/2026", "the eve of Culture Day"),
    Row("KNPA.URGENT", "Tue 24/11/2026", "Wed 25/11/2026", "marked on Culture Day"),
    Row("KNPA.URGENT", "Thu 12/02/2026", "Fri 13/02/2026", "the last working day before Tết is there"),
    Row("KNPA.URGENT", "Fri 13/02/2026", "Mon 23/02/2026", "Tết: nine days off, the longest wait of the year"),
    Row("KNPA.URGENT", "Sun 15/02/2026", "Mon 23/02/2026", "the Sunday before Tết"),
    Row("KNPA.URGENT", "Tue 17/02/2026", "Mon 23/02/2026", "the first day of the year of the horse"),
    Row("KNPA.URGENT", "Sun 22/02/2026", "Mon 23/02/2026", "the last day off"),
    Row("KNPA.URGENT", "Mon 23/02/2026", "Tue 24/02/2026", "the first day after Tết is an ordinary one"),
    Row("KNPA.URGENT", "Wed 31/12/2025", "Mon 05/01/2026", "New Year, the swapped Friday, the weekend"),
    Row("KNPA.URGENT", "Fri 02/01/2026", "Mon 05/01/2026", "marked on the swapped Friday"),
    Row("KNPA.URGENT", "Fri 09/01/2026", "Sat 10/01/2026", "tomorrow is a Saturday that is worked"),
    Row("KNPA.URGENT", "Sat 10/01/2026", "Mon 12/01/2026", "marked on the worked Saturday: that day is not counted"),
    Row("KNPA.URGENT", "Fri 24/04/2026", "Tue 28/04/2026", "Hùng Kings on Sunday, Monday in lieu"),
    Row("KNPA.URGENT", "Sun 26/04/2026", "Tue 28/04/2026", "marked on Hùng Kings' Day"),
    Row("KNPA.URGENT", "Wed 29/04/2026", "Mon 04/05/2026", "the two days of spring and a weekend"),
    Row("KNPA.URGENT", "Fri 21/08/2026", "Sat 22/08/2026", "the worked Saturday of August"),
    Row("KNPA.URGENT", "Sat 22/08/2026", "Mon 24/08/2026", "marked on it"),
    Row("KNPA.URGENT", "Fri 28/08/2026", "Thu 03/09/2026", "weekend, swapped Monday, National Day"),
    Row("KNPA.URGENT", "Mon 31/08/2026", "Thu 03/09/2026", "marked on the swapped Monday"),
    Row("KNPA.URGENT", "Thu 31/12/2026", "Mon 04/01/2027", "New Year on a Friday"),
    Row("KNPA.URGENT", "Wed 03/02/2027", "Thu 11/02/2027", "Tết 2027"),
    Row("KNPA.URGENT", "Sat 06/02/2027", "Thu 11/02/2027", "the first day of the year of the goat"),
    Row("KNPA.URGENT", "Wed 10/02/2027", "Thu 11/02/2027", "the last day in lieu of Tết 2027"),
    Row("KNPA.URGENT", "Thu 29/04/2027", "Tue 04/05/2027", "30 April, Labour Day on Saturday, Monday in lieu"),
    Row("KNPA.URGENT", "Fri 25/04/2025", "Sat 26/04/2025", "a worked Saturday of the year before"),
    Row("KNPA.URGENT", "Tue 29/04/2025", "Mon 05/05/2025", "two holidays, the swapped Friday, the weekend"),
    Row("KNPA.URGENT", "Wed 07/02/2024", "Thu 15/02/2024", "Tết 2024, received later from paper"),
    Row("KNPA.URGENT", "Fri 03/05/2024", "Sat 04/05/2024", "the worked Saturday of 2024"),
)

TRANSFERS = (
    Row("KNPA.TRANSFER.REPLY", "Mon 02/11/2026", "Mon 23/11/2026", "three plain weeks"),
    Row("KNPA.TRANSFER.REPLY", "Tue 03/11/2026", "Wed 25/11/2026", "the fifteenth would be Culture Day"),
    Row("KNPA.TRANSFER.REPLY", "Fri 20/11/2026", "Mon 14/12/2026", "Culture Day inside"),
    Row("KNPA.TRANSFER.REPLY", "Sat 21/11/2026", "Mon 14/12/2026", "Saturday: as from Friday"),
    Row("KNPA.TRANSFER.REPLY", "Mon 14/12/2026", "Tue 05/01/2027", "New Year inside"),
    Row("KNPA.TRANSFER.REPLY", "Wed 31/12/2025", "Thu 22/01/2026", "the swapped Friday is lost, its Saturday counts"),
    Row("KNPA.TRANSFER.REPLY", "Fri 23/01/2026", "Fri 13/02/2026", "the last one that ends before Tết"),
    Row("KNPA.TRANSFER.REPLY", "Sat 24/01/2026", "Fri 13/02/2026", "Saturday: as from Friday, before Tết"),
    Row("KNPA.TRANSFER.REPLY", "Mon 26/01/2026", "Mon 23/02/2026", "the fifteenth is the first day after Tết"),
    Row("KNPA.TRANSFER.REPLY", "Tue 27/01/2026", "Tue 24/02/2026", "two days after Tết"),
    Row("KNPA.TRANSFER.REPLY", "Mon 13/04/2026", "Thu 07/05/2026", "Hùng Kings, its Monday and the two days of spring"),
    Row("KNPA.TRANSFER.REPLY", "Mon 17/08/2026", "Wed 09/09/2026", "a worked Saturday, a swapped Monday, National Day"),
    Row("KNPA.TRANSFER.REPLY", "Wed 20/01/2027", "Wed 17/02/2027", "Tết 2027 inside"),
)

PORTAL = (
    Row("KNPA.PORTAL", "Fri 20/11/2026", "Thu 10/12/2026", "twenty days, every one counted"),
    Row("KNPA.PORTAL", "Sun 01/11/2026", "Mon 23/11/2026", "raw on Saturday", raw="Sat 21/11/2026"),
    Row("KNPA.PORTAL", "Mon 02/11/2026", "Mon 23/11/2026", "raw on Sunday", raw="Sun 22/11/2026"),
    Row("KNPA.PORTAL", "Tue 03/11/2026", "Mon 23/11/2026", "raw on Monday"),
    Row("KNPA.PORTAL", "Wed 04/11/2026", "Wed 25/11/2026", "raw on Culture Day", raw="Tue 24/11/2026"),
    Row("KNPA.PORTAL", "Thu 05/11/2026", "Wed 25/11/2026", "raw the day after it"),
    Row("KNPA.PORTAL", "Sat 24/01/2026", "Fri 13/02/2026", "raw on the Friday before Tết"),
    Row("KNPA.PORTAL", "Sun 25/01/2026", "Mon 23/02/2026", "raw on the Saturday before Tết", raw="Sat 14/02/2026"),
    Row("KNPA.PORTAL", "Tue 27/01/2026", "Mon 23/02/2026", "raw on the eve of Tết", raw="Mon 16/02/2026"),
    Row("KNPA.PORTAL", "Mon 02/02/2026", "Mon 23/02/2026", "raw on the Sunday after Tết", raw="Sun 22/02/2026"),
    Row("KNPA.PORTAL", "Tue 03/02/2026", "Mon 23/02/2026", "raw on the first day after Tết: Tết itself is counted"),
    Row("KNPA.PORTAL", "Mon 06/04/2026", "Tue 28/04/2026", "raw on Hùng Kings' Sunday", raw="Sun 26/04/2026"),
    Row("KNPA.PORTAL", "Tue 07/04/2026", "Tue 28/04/2026", "raw on the Monday in lieu", raw="Mon 27/04/2026"),
    Row("KNPA.PORTAL", "Fri 10/04/2026", "Mon 04/05/2026", "raw on 30 April", raw="Thu 30/04/2026"),
    Row("KNPA.PORTAL", "Sun 02/08/2026", "Sat 22/08/2026", "raw on the worked Saturday: it stands"),
    Row("KNPA.PORTAL", "Tue 11/08/2026", "Thu 03/09/2026", "raw on the swapped Monday", raw="Mon 31/08/2026"),
    Row("KNPA.PORTAL", "Sun 21/12/2025", "Sat 10/01/2026", "raw on the worked Saturday of January"),
    Row("KNPA.PORTAL", "Fri 12/12/2025", "Mon 05/01/2026", "raw on New Year's Day", raw="Thu 01/01/2026"),
    Row("KNPA.PORTAL", "Sat 12/12/2026", "Mon 04/01/2027", "raw on New Year's Day, a Friday", raw="Fri 01/01/2027"),
    Row("KNPA.PORTAL", "Thu 14/01/2027", "Wed 03/02/2027", "the last one that ends before Tết 2027"),
    Row("KNPA.PORTAL", "Fri 15/01/2027", "Thu 11/02/2027", "raw on the first day off of Tết 2027", raw="Thu 04/02/2027"),
)

UPDATES = (
    Row("KNPA.PORTAL.UPDATE", "Thu 10/12/2026", "Thu 17/12/2026", "seven days after the answer was due"),
    Row("KNPA.PORTAL.UPDATE", "Thu 17/12/2026", "Thu 24/12/2026", "seven days after the update before"),
    Row("KNPA.PORTAL.UPDATE", "Wed 25/11/2026", "Wed 02/12/2026", "after a due day that had rolled"),
    Row("KNPA.PORTAL.UPDATE", "Tue 17/11/2026", "Wed 25/11/2026", "raw on Culture Day", raw="Tue 24/11/2026"),
    Row("KNPA.PORTAL.UPDATE", "Sun 22/11/2026", "Mon 30/11/2026", "told on a Sunday", raw="Sun 29/11/2026"),
    Row("KNPA.PORTAL.UPDATE", "Sat 21/11/2026", "Mon 30/11/2026", "told on a Saturday", raw="Sat 28/11/2026"),
    Row("KNPA.PORTAL.UPDATE", "Fri 13/02/2026", "Mon 23/02/2026", "raw in Tết", raw="Fri 20/02/2026"),
    Row("KNPA.PORTAL.UPDATE", "Mon 23/02/2026", "Mon 02/03/2026", "the next after Tết"),
    Row("KNPA.PORTAL.UPDATE", "Mon 20/04/2026", "Tue 28/04/2026", "raw on the Monday in lieu", raw="Mon 27/04/2026"),
    Row("KNPA.PORTAL.UPDATE", "Thu 23/04/2026", "Mon 04/05/2026", "raw on 30 April", raw="Thu 30/04/2026"),
    Row(
        "KNPA.PORTAL.UPDATE",
        "Sat 22/08/2026",
        "Thu 03/09/2026",
        "told on a worked Saturday, raw on a free one",
        raw="Sat 29/08/2026",
    ),
    Row("KNPA.PORTAL.UPDATE", "Sat 03/01/2026", "Sat 10/01/2026", "raw on a worked Saturday: it stands"),
    Row("KNPA.PORTAL.UPDATE", "Thu 28/01/2027", "Thu 11/02/2027", "raw in Tết 2027", raw="Thu 04/02/2027"),
)

BESIDE_THE_ROAD = URGENT + TRANSFERS + PORTAL + UPDATES
