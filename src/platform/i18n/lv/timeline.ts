import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'Rēķins izrakstīts: {amount}, apmaksāt līdz {date}.',
    cancelled: 'Rēķins anulēts.',
    credited: 'Izrakstīts kredītrēķins par {amount}.',
    sent: 'Rēķins pirmo reizi nosūtīts maksātājam.',
    partly_paid: 'Rēķins apmaksāts daļēji; atlicis {amount}.',
    paid: 'Rēķins apmaksāts.',
    overpaid: 'Saņemts vairāk, nekā pienācās.',
    refunded: 'Viss samaksātais ir atmaksāts.',
  },
  attempt: {
    started: 'Maksātājs sāka maksāt {amount}, izmantojot {channel}.',
    waiting: 'Maksātāja bankai nosūtīts pieprasījums par {amount}.',
    authorised: 'Maksātāja bankā rezervēti {amount}, nauda vēl nav noņemta.',
    succeeded: '{channel} apstiprināja {amount} maksājumu.',
    failed: '{amount} maksājums ar {channel} nenotika.',
    revoked: 'Mēģinājums samaksāt {amount} ar {channel} atsaukts.',
    expired: 'Mēģinājumam samaksāt {amount} ar {channel} beidzās laiks.',
    unknown: 'Neviens nav ziņojis, kā beidzās {amount} maksājums ar {channel}.',
    conflicted: '{channel} ziņojums nesakrīt ar rēķinu. Nauda nav ieskaitīta.',
    settled_paid: 'Par {amount} mēģinājumu izlēma cilvēks: nauda ir saņemta.',
    settled_failed: 'Par {amount} mēģinājumu izlēma cilvēks: nauda nav noņemta.',
  },
  payment: {
    received_attempt: 'Ar {channel} saņemts {amount}.',
    received_cash: 'Skaidrā naudā saņemts {amount}.',
    received_manual: 'Ar roku ierakstīts saņemts bankas pārskaitījums: {amount}.',
    received_statement_line: 'Bankas izrakstā atrasts {amount}.',
    reversed: '{amount} atcelts: šī nauda nebija samaksāta par šo rēķinu.',
  },
  refund: {
    requested_overpaid: 'Saņemts par {amount} vairāk, nekā pienācās; šī summa jāatmaksā.',
    requested: 'Jāatmaksā {amount}.',
    succeeded: 'Atmaksāts {amount}.',
    reversed: '{amount} atmaksa atcelta; nauda netika sūtīta.',
  },
  delivery: {
    sent: 'Vēstule nosūtīta uz {recipient}.',
    failed: 'Vēstuli uz {recipient} nosūtīt neizdevās.',
  },
  message: {
    received: '{channel} atsūtīja ziņojumu, kas vēl nav izlasīts.',
    applied: '{channel} atsūtīja ziņojumu, un tas ir izpildīts.',
    repeated: '{channel} atsūtīja ziņojumu, kurā nav nekā jauna.',
    conflicted: '{channel} atsūtīja ziņojumu, kas nesakrīt ar rēķinu.',
    unmatched: '{channel} atsūtīja ziņojumu, kas neattiecas ne uz vienu šeit sāktu maksājumu.',
    noted: '{channel} atsūtīja ziņojumu; tas ir saglabāts un neko nemaina.',
    rejected: 'Ziņojums, ko {channel} nevarēja sūtīt, noraidīts.',
  },
  more: {
    reason: 'Iemesls: {reason}',
    problem: 'Pasta servera atbilde: {problem}',
    times: 'Saņemts {count, plural, zero {# reizes} one {# reizi} other {# reizes}}.',
  },
}
