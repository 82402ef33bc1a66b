import type { WhyTexts } from '../en/why.ts'

export const why: WhyTexts = {
  since: {
    today: 'alates tänasest', yesterday: 'alates eilsest', mon: 'alates esmaspäevast', tue: 'alates teisipäevast', wed: 'alates kolmapäevast',
    thu: 'alates neljapäevast', fri: 'alates reedest', sat: 'alates laupäevast', sun: 'alates pühapäevast', date: 'alates {date}',
  },
  on: {
    today: 'täna', yesterday: 'eile', tomorrow: 'homme', mon: 'esmaspäeval', tue: 'teisipäeval', wed: 'kolmapäeval',
    thu: 'neljapäeval', fri: 'reedel', sat: 'laupäeval', sun: 'pühapäeval', date: '{date}',
  },
  age: {
    moments: 'vähem kui minut',
    minutes: 'juba {count, plural, one {# minut} other {# minutit}}',
    hours: 'juba {count, plural, one {# tund} other {# tundi}}',
    days: 'juba {count, plural, one {# päev} other {# päeva}}',
  },
  invoice: {
    draft: 'Mustand: number ja makselink tekivad väljastamisel.',
    cancelled: 'Tühistatud {on}. Midagi ei ole vaja maksta.',
    conflicted: 'Teenusepakkuja teade makse {amount} kohta ei klapi arvega. Otsustama peab inimene.',
    unknown: 'Ei ole teada, kuidas lõppes makse {amount}, mis algas {on}. Enne uut maksmist vaadake teenusepakkuja juurest järele.',
    overpaid: 'Laekunud on {amount} rohkem, kui pidi; see tuleb tagastada.',
    refunded: 'Kõik makstu on tagastatud.',
    asked: 'Maksja pangale on päring saadetud ({time}). Vastust oodatakse.',
    underWay: 'Maksja maksab teenuses {channel} ({time}).',
    paid: 'Täielikult makstud {on}.',
    paidLate: 'Täielikult makstud {on}, pärast lingi aegumist.',
    credited: 'Midagi ei ole enam maksta: koostatud on kreeditarve.',
    partlyPaid: 'Makstud on {paid}, kokku {total}.',
    waiting: 'Maksjat oodatakse {since}.',
    waitingDue: 'Maksjat oodatakse {since}; maksetähtaeg on {on}.',
    waitingLink: 'Maksjat oodatakse {since}; link aegub {on}.',
    overdue: 'Maksetähtaeg oli {on}; maksta on veel {remaining}.',
    expired: 'Link aegus {on}; maksta on veel {remaining}.',
    due: 'Ülejäänu maksetähtaeg on {on}.',
    linkExpires: 'Link aegub {on}.',
  },
  attempt: {
    underWay: 'Maksja suunati teenusesse {channel} ja makse on pooleli {age}. Midagi ei ole vaja teha: tulemus märgatakse ise.',
    asked: 'Maksja pangale on päring saadetud, vastust oodatakse {age}. Midagi ei ole vaja teha: tulemus märgatakse ise.',
    unknown: 'Teateid ei ole {age}. Vaadake teenusest {channel}, kas raha võeti, ja otsustage siis siin. Seni ei loeta makset õnnestunuks ega ebaõnnestunuks.',
    conflicted: 'Teade ei klapi, raha on arvele võtmata {age}. Võrrelge seda teenusega {channel} ja otsustage siis siin.',
  },
  refund: {
    provider: 'Tagastage {amount} teenuses {channel}. Ülesanne lõpeb, kui sellest teatab teenusepakkuja või kinnitate selle siin.',
    byHand: 'Kandke {amount} maksjale tagasi ja kinnitage see siin.',
    pending: 'Teenusepakkuja tagastab {amount}. Midagi ei ole vaja teha.',
    unknown: 'Ei ole teada, kas {amount} tagastati. Vaadake teenusepakkuja juurest järele.',
  },
  attention: {
    about: 'Arve {number}, {amount}.',
    overpaid: 'Laekunud on {amount} rohkem, kui pidi, ja tagastust ei ole alustatud. Avage makse ja tagastage see.',
  },
}
