import type { WhyTexts } from '../en/why.ts'

export const why: WhyTexts = {
  since: {
    today: 'kopš šodienas', yesterday: 'kopš vakardienas', mon: 'kopš pirmdienas', tue: 'kopš otrdienas', wed: 'kopš trešdienas',
    thu: 'kopš ceturtdienas', fri: 'kopš piektdienas', sat: 'kopš sestdienas', sun: 'kopš svētdienas', date: 'kopš {date}',
  },
  on: {
    today: 'šodien', yesterday: 'vakar', tomorrow: 'rīt', mon: 'pirmdien', tue: 'otrdien', wed: 'trešdien',
    thu: 'ceturtdien', fri: 'piektdien', sat: 'sestdien', sun: 'svētdien', date: '{date}',
  },
  age: {
    moments: 'mazāk nekā minūti',
    minutes: 'jau {count, plural, zero {# minūtes} one {# minūti} other {# minūtes}}',
    hours: 'jau {count, plural, zero {# stundas} one {# stundu} other {# stundas}}',
    days: 'jau {count, plural, zero {# dienas} one {# dienu} other {# dienas}}',
  },
  invoice: {
    draft: 'Melnraksts: numurs un maksājuma saite būs pēc izrakstīšanas.',
    cancelled: 'Anulēts {on}. Nekas nav jāmaksā.',
    conflicted: 'Pakalpojuma sniedzēja ziņojums par {amount} maksājumu nesakrīt ar rēķinu. Jālemj cilvēkam.',
    unknown: 'Nav zināms, kā beidzās {amount} maksājums, kas sākts {on}. Pirms maksāt vēlreiz, pārbaudiet pie pakalpojuma sniedzēja.',
    overpaid: 'Saņemts par {amount} vairāk, nekā pienācās; pārmaksa jāatmaksā.',
    refunded: 'Viss samaksātais ir atmaksāts.',
    asked: 'Maksātāja bankai nosūtīts pieprasījums ({time}). Gaida atbildi.',
    underWay: 'Maksātājs maksā, izmantojot {channel} ({time}).',
    paid: 'Pilnībā apmaksāts {on}.',
    paidLate: 'Pilnībā apmaksāts {on}, kad saite vairs nebija derīga.',
    credited: 'Nekas vairs nav jāmaksā: izrakstīts kredītrēķins.',
    partlyPaid: 'Samaksāts {paid} no {total}.',
    waiting: 'Gaida maksātāju {since}.',
    waitingDue: 'Gaida maksātāju {since}; apmaksas termiņš ir {on}.',
    waitingLink: 'Gaida maksātāju {since}; saite zaudēs derīgumu {on}.',
    overdue: 'Bija jāapmaksā {on}; vēl jāmaksā {remaining}.',
    expired: 'Saite zaudēja derīgumu {on}; vēl jāmaksā {remaining}.',
    due: 'Atlikuma apmaksas termiņš ir {on}.',
    linkExpires: 'Saite zaudēs derīgumu {on}.',
  },
  attempt: {
    underWay: 'Maksātājs novirzīts uz {channel} un {age} nav pabeidzis. Nekas nav jādara: iznākums tiks pamanīts pats.',
    asked: 'Maksātāja bankai nosūtīts pieprasījums, atbildi gaida {age}. Nekas nav jādara: iznākums tiks pamanīts pats.',
    unknown: 'Ziņu nav {age}. Apskatieties {channel} sistēmā, vai nauda ir noņemta, un tad izlemiet šeit. Līdz tam maksājums netiek uzskatīts ne par izdevušos, ne par neizdevušos.',
    conflicted: 'Ziņojums nesakrīt, nauda nav ieskaitīta {age}. Salīdziniet to ar {channel} datiem un tad izlemiet šeit.',
  },
  refund: {
    provider: 'Atmaksājiet {amount} ar {channel}. Uzdevums beigsies, kad par to ziņos pakalpojuma sniedzējs vai jūs to apstiprināsiet šeit.',
    byHand: 'Pārskaitiet {amount} atpakaļ maksātājam un tad apstipriniet to šeit.',
    pending: 'Pakalpojuma sniedzējs atmaksā {amount}. Nekas nav jādara.',
    unknown: 'Nav zināms, vai {amount} ir atmaksāts. Pārbaudiet pie pakalpojuma sniedzēja.',
  },
  attention: {
    about: 'Rēķins {number}, {amount}.',
    overpaid: 'Saņemts par {amount} vairāk, nekā pienācās, un atmaksa nav sākta. Atveriet maksājumu un atmaksājiet.',
  },
}
