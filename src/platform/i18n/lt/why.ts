import type { WhyTexts } from '../en/why.ts'

export const why: WhyTexts = {
  since: {
    today: 'nuo šiandien', yesterday: 'nuo vakar', mon: 'nuo pirmadienio', tue: 'nuo antradienio', wed: 'nuo trečiadienio',
    thu: 'nuo ketvirtadienio', fri: 'nuo penktadienio', sat: 'nuo šeštadienio', sun: 'nuo sekmadienio', date: 'nuo {date}',
  },
  on: {
    today: 'šiandien', yesterday: 'vakar', tomorrow: 'rytoj', mon: 'pirmadienį', tue: 'antradienį', wed: 'trečiadienį',
    thu: 'ketvirtadienį', fri: 'penktadienį', sat: 'šeštadienį', sun: 'sekmadienį', date: '{date}',
  },
  age: {
    moments: 'mažiau nei minutę',
    minutes: 'jau {count, plural, one {# minutę} few {# minutes} many {# minutės} other {# minučių}}',
    hours: 'jau {count, plural, one {# valandą} few {# valandas} many {# valandos} other {# valandų}}',
    days: 'jau {count, plural, one {# dieną} few {# dienas} many {# dienos} other {# dienų}}',
  },
  invoice: {
    draft: 'Juodraštis: numerį ir mokėjimo nuorodą gaus išrašytas.',
    cancelled: 'Anuliuota {on}. Mokėti nereikia.',
    conflicted: 'Teikėjo pranešimas apie {amount} mokėjimą nesutampa su sąskaita. Turi nuspręsti žmogus.',
    unknown: 'Nežinia, kuo baigėsi {amount} mokėjimas, pradėtas {on}. Prieš mokant dar kartą, pasitikrinkite pas teikėją.',
    overpaid: 'Gauta {amount} daugiau, nei reikėjo; perviršį reikia grąžinti.',
    refunded: 'Visa, kas buvo sumokėta, grąžinta.',
    asked: 'Mokėtojo bankui išsiųsta užklausa ({time}). Laukiama atsakymo.',
    underWay: 'Mokėtojas moka per {channel} ({time}).',
    paid: 'Visiškai apmokėta {on}.',
    paidLate: 'Visiškai apmokėta {on}, nuorodai jau nebegaliojant.',
    credited: 'Mokėti nebeliko: išrašyta kreditinė sąskaita.',
    partlyPaid: 'Sumokėta {paid} iš {total}.',
    waiting: 'Mokėtojo laukiama {since}.',
    waitingDue: 'Mokėtojo laukiama {since}; apmokėti reikia {on}.',
    waitingLink: 'Mokėtojo laukiama {since}; nuoroda nustos galioti {on}.',
    overdue: 'Apmokėti reikėjo {on}; liko sumokėti {remaining}.',
    expired: 'Nuoroda nustojo galioti {on}; liko sumokėti {remaining}.',
    due: 'Likutį apmokėti reikia {on}.',
    linkExpires: 'Nuoroda nustos galioti {on}.',
  },
  attempt: {
    underWay: 'Mokėtojas nukreiptas į {channel} ir {age} nebaigia. Daryti nieko nereikia: pabaiga bus pastebėta savaime.',
    asked: 'Mokėtojo bankui išsiųsta užklausa, atsakymo laukiama {age}. Daryti nieko nereikia: pabaiga bus pastebėta savaime.',
    unknown: 'Žinių nėra {age}. Pasižiūrėkite {channel} sistemoje, ar pinigai nurašyti, tada nuspręskite čia. Iki tol mokėjimas nelaikomas nei pavykusiu, nei nepavykusiu.',
    conflicted: 'Pranešimas nesutampa, pinigai neįskaityti {age}. Palyginkite su {channel} duomenimis, tada nuspręskite čia.',
  },
  refund: {
    provider: 'Grąžinkite {amount} per {channel}. Užduotis baigsis, kai apie tai praneš teikėjas arba patvirtinsite čia.',
    byHand: 'Perveskite {amount} atgal mokėtojui, tada patvirtinkite čia.',
    pending: 'Teikėjas grąžina {amount}. Daryti nieko nereikia.',
    unknown: 'Nežinia, ar {amount} grąžinta. Pasitikrinkite pas teikėją.',
  },
  attention: {
    about: 'Sąskaita {number}, {amount}.',
    overpaid: 'Laikoma {amount} daugiau, nei reikėjo, ir grąžinimas nepradėtas. Atverkite mokėjimą ir grąžinkite.',
  },
}
