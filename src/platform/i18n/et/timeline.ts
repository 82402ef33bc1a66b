import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'Arve väljastati: {amount}, maksetähtaeg {date}.',
    cancelled: 'Arve tühistati.',
    credited: 'Koostati kreeditarve summas {amount}.',
    sent: 'Arve saadeti maksjale esimest korda.',
    partly_paid: 'Arve on osaliselt makstud; jäänud on {amount}.',
    paid: 'Arve on makstud.',
    overpaid: 'Laekus rohkem, kui pidi.',
    refunded: 'Kõik makstu on tagastatud.',
  },
  attempt: {
    started: 'Maksja alustas makset {amount} teenuses {channel}.',
    waiting: 'Maksja pangale saadeti päring: {amount}.',
    authorised: 'Maksja pangas on broneeritud {amount}, raha pole veel võetud.',
    succeeded: '{channel} kinnitas makse {amount}.',
    failed: 'Makset {amount} teenuses {channel} ei toimunud.',
    revoked: 'Katse maksta {amount} teenuses {channel} võeti tagasi.',
    expired: 'Katse maksta {amount} teenuses {channel} aegus.',
    unknown: 'Keegi ei ole teatanud, kuidas makse {amount} teenuses {channel} lõppes.',
    conflicted: '{channel} teatas midagi, mis ei klapi arvega. Raha ei võetud arvele.',
    settled_paid: 'Makse {amount} kohta otsustas inimene: raha on laekunud.',
    settled_failed: 'Makse {amount} kohta otsustas inimene: raha ei võetud.',
  },
  payment: {
    received_attempt: 'Teenusest {channel} laekus {amount}.',
    received_cash: 'Sularahas laekus {amount}.',
    received_manual: 'Käsitsi märgiti laekunud pangaülekanne {amount}.',
    received_statement_line: 'Pangaväljavõttelt leiti {amount}.',
    reversed: '{amount} võeti tagasi: seda raha ei makstud selle arve eest.',
  },
  refund: {
    requested_overpaid: 'Laekus {amount} rohkem, kui pidi; see tuleb tagastada.',
    requested: 'Tagastada tuleb {amount}.',
    succeeded: 'Tagastati {amount}.',
    reversed: '{amount} tagasimakse võeti tagasi; raha ei saadetud.',
  },
  delivery: {
    sent: 'Kiri saadeti aadressile {recipient}.',
    failed: 'Kirja aadressile {recipient} ei õnnestunud saata.',
  },
  message: {
    received: '{channel} saatis teate, mida ei ole veel loetud.',
    applied: '{channel} saatis teate ja see on täidetud.',
    repeated: '{channel} saatis teate, milles ei ole midagi uut.',
    conflicted: '{channel} saatis teate, mis ei klapi arvega.',
    unmatched: '{channel} saatis teate, mis ei käi ühegi siin alustatud makse kohta.',
    noted: '{channel} saatis teate; see on alles ja ei muuda midagi.',
    rejected: 'Teade, mida {channel} saata ei saanud, lükati tagasi.',
  },
  more: {
    reason: 'Põhjus: {reason}',
    problem: 'Meiliserveri vastus: {problem}',
    times: 'See tuli {count, plural, one {# kord} other {# korda}}.',
  },
}
