"""Counting back from an event: the latest day for what must be done before it; a day off moves the answer earlier."""

from tests.makers_deadlines import Row

COUNT_BACK = (
    Row("KN.DIALOGUE.NOTICE", "Thu 10/12/2026", "Fri 04/12/2026", "raw Saturday: moves earlier, to Friday", raw="Sat 05/12/2026"),
    Row("KN.DIALOGUE.NOTICE", "Fri 11/12/2026", "Fri 04/12/2026", "raw Sunday: moves earlier, to Friday", raw="Sun 06/12/2026"),
    Row("KN.DIALOGUE.NOTICE", "Sat 12/12/2026", "Mon 07/12/2026", "raw Monday"),
    Row("KN.DIALOGUE.NOTICE", "Sun 29/11/2026", "Mon 23/11/2026", "raw Culture Day: moves to Monday 23", raw="Tue 24/11/2026"),
    Row("KN.DIALOGUE.NOTICE", "Wed 25/11/2026", "Fri 20/11/2026", "raw Friday 20 November"),
    Row(
        "KN.DIALOGUE.NOTICE",
        "Mon 07/09/2026",
        "Fri 28/08/2026",
        "raw National Day: moves over five days off",
        raw="Wed 02/09/2026",
    ),
    Row("KN.DIALOGUE.NOTICE", "Thu 27/08/2026", "Sat 22/08/2026", "raw on the worked Saturday 22 August: it stands"),
    Row(
        "KN.DIALOGUE.NOTICE", "Wed 06/01/2027", "Thu 31/12/2026", "raw New Year's Day: moves to 31 December", raw="Fri 01/01/2027"
    ),
    Row("DLG.CQDP.NOTICE", "Thu 10/12/2026", "Thu 03/12/2026", "seven days before a Thursday"),
    Row("DLG.CQDP.NOTICE", "Sat 12/12/2026", "Fri 04/12/2026", "raw Saturday: moves to Friday", raw="Sat 05/12/2026"),
    Row("DLG.CQDP.NOTICE", "Tue 01/12/2026", "Mon 23/11/2026", "raw Culture Day: moves to Monday", raw="Tue 24/11/2026"),
    Row("DLG.CQDP.NOTICE", "Thu 26/02/2026", "Fri 13/02/2026", "raw in Tết: moves before Tết", raw="Thu 19/02/2026"),
    Row("DLG.CQDP.NOTICE", "Thu 07/05/2026", "Wed 29/04/2026", "raw 30 April: moves to Wednesday", raw="Thu 30/04/2026"),
    Row("DLG.CQDP.NOTICE", "Mon 04/05/2026", "Fri 24/04/2026", "raw Monday in lieu: moves to Friday", raw="Mon 27/04/2026"),
    Row("DLG.CQDP.NOTICE", "Sat 17/01/2026", "Sat 10/01/2026", "raw on the worked Saturday 10 January: it stands"),
    Row(
        "DLG.PARTY.COLLECT",
        "Sat 17/05/2025",
        "Tue 29/04/2025",
        "raw on the swapped Friday 2 May 2025: moves to Tuesday 29 April",
        raw="Fri 02/05/2025",
    ),
    Row(
        "DLG.CQDP.NOTICE",
        "Sat 13/02/2027",
        "Wed 03/02/2027",
        "raw Saturday mùng 1 of Đinh Mùi: moves to 3 February",
        raw="Sat 06/02/2027",
    ),
    Row("DLG.PARTY.COLLECT", "Wed 09/12/2026", "Mon 23/11/2026", "fifteen days before: raw Culture Day", raw="Tue 24/11/2026"),
    Row("TCD.SCHEDULE.POST", "Thu 10/12/2026", "Thu 03/12/2026", "five working days back, plain week"),
    Row("TCD.SCHEDULE.POST", "Tue 01/12/2026", "Mon 23/11/2026", "five working days back over Culture Day"),
    Row("TCD.SCHEDULE.POST", "Wed 25/11/2026", "Tue 17/11/2026", "reception the day after Culture Day"),
    Row("TCD.SCHEDULE.POST", "Wed 25/02/2026", "Wed 11/02/2026", "back over the whole of Tết 2026"),
    Row("TCD.SCHEDULE.POST", "Thu 03/09/2026", "Mon 24/08/2026", "back over National Day, the worked Saturday not reached"),
    Row("TCD.SCHEDULE.POST", "Wed 26/08/2026", "Thu 20/08/2026", "back over the worked Saturday"),
    Row("TCD.SCHEDULE.POST", "Mon 12/01/2026", "Tue 06/01/2026", "back: worked Saturday 10, then the week"),
    Row("TCD.SCHEDULE.POST", "Mon 05/05/2025", "Thu 24/04/2025", "back over 30 April – 2 May and the worked Saturday"),
    Row("TCD.ONLINE.NOTIFY", "Fri 25/12/2026", "Fri 18/12/2026", "five working days before an online session"),
    Row("TCD.ONLINE.NOTIFY", "Mon 04/01/2027", "Fri 25/12/2026", "back over New Year 2027"),
    Row("TCD.ONLINE.NOTIFY", "Thu 11/02/2027", "Thu 28/01/2027", "back over Tết 2027 (provisional)"),
)
