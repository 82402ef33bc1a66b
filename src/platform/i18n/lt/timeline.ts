import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'Sąskaita išrašyta: {amount}, apmokėti iki {date}',
    cancelled: 'Sąskaita anuliuota.',
    credited: 'Išrašyta {amount} kreditinė sąskaita.',
    sent: 'Sąskaita pirmą kartą išsiųsta mokėtojui.',
    partly_paid: 'Sąskaita apmokėta iš dalies; liko {amount}.',
    paid: 'Sąskaita apmokėta.',
    overpaid: 'Gauta daugiau, nei reikėjo.',
    refunded: 'Visa, kas buvo sumokėta, grąžinta.',
  },
  attempt: {
    started: 'Mokėtojas pradėjo mokėti {amount} per {channel}.',
    waiting: 'Mokėtojo bankui išsiųsta {amount} užklausa.',
    authorised: 'Mokėtojo banke rezervuota {amount}, pinigai dar nenurašyti.',
    succeeded: '{channel} patvirtino {amount} mokėjimą.',
    failed: '{amount} mokėjimas per {channel} neįvyko.',
    revoked: 'Bandymas sumokėti {amount} per {channel} atšauktas.',
    expired: 'Bandymo sumokėti {amount} per {channel} laikas baigėsi.',
    unknown: 'Niekas nepranešė, kuo baigėsi {amount} mokėjimas per {channel}.',
    conflicted: '{channel} pranešimas nesutampa su sąskaita. Pinigai neįskaityti.',
    settled_paid: 'Dėl {amount} bandymo nusprendė žmogus: pinigai gauti.',
    settled_failed: 'Dėl {amount} bandymo nusprendė žmogus: pinigai nenurašyti.',
  },
  payment: {
    received_attempt: 'Gauta {amount} per {channel}.',
    received_cash: 'Gauta {amount} grynaisiais.',
    received_manual: 'Ranka įrašytas gautas {amount} banko pavedimas.',
    received_statement_line: 'Banko išraše rasta {amount}.',
    reversed: '{amount} atšaukta: šie pinigai buvo sumokėti ne už šią sąskaitą.',
  },
  refund: {
    requested_overpaid: 'Gauta {amount} daugiau, nei reikėjo; šią sumą reikia grąžinti.',
    requested: 'Reikia grąžinti {amount}.',
    succeeded: 'Grąžinta {amount}.',
    reversed: '{amount} grąžinimas atšauktas; pinigai nebuvo siųsti.',
  },
  delivery: {
    sent: 'Laiškas išsiųstas adresu {recipient}.',
    failed: 'Laiško adresu {recipient} išsiųsti nepavyko.',
  },
  message: {
    received: '{channel} atsiuntė pranešimą; jis dar neperskaitytas.',
    applied: '{channel} atsiuntė pranešimą, jis įvykdytas.',
    repeated: '{channel} atsiuntė pranešimą, kuriame nieko naujo.',
    conflicted: '{channel} atsiuntė pranešimą, kuris nesutampa su sąskaita.',
    unmatched: '{channel} atsiuntė pranešimą, kuris netinka jokiam čia pradėtam mokėjimui.',
    noted: '{channel} atsiuntė pranešimą; jis išsaugotas ir nieko nekeičia.',
    rejected: 'Pranešimas, kurio {channel} siųsti negalėjo, atmestas.',
  },
  more: {
    reason: 'Priežastis: {reason}',
    problem: 'Pašto serverio atsakymas: {problem}',
    times: 'Gautas {count, plural, one {# kartą} few {# kartus} many {# karto} other {# kartų}}.',
  },
}
