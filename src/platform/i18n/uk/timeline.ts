import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'Рахунок виставлено: {amount}, сплатити до {date}',
    cancelled: 'Рахунок скасовано.',
    credited: 'Виставлено кредит-ноту на {amount}.',
    sent: 'Рахунок уперше надіслано платникові.',
    partly_paid: 'Рахунок сплачено частково; залишилося {amount}.',
    paid: 'Рахунок сплачено.',
    overpaid: 'Надійшло більше, ніж треба.',
    refunded: 'Усе сплачене повернуто.',
  },
  attempt: {
    started: 'Платник почав платити {amount} через {channel}.',
    waiting: 'Банку платника надіслано запит на {amount}.',
    authorised: 'Банк платника зарезервував {amount}, гроші ще не списано.',
    succeeded: '{channel} підтверджує платіж {amount}.',
    failed: 'Платіж {amount} через {channel} не відбувся.',
    revoked: 'Спробу сплатити {amount} через {channel} відкликано.',
    expired: 'Час спроби сплатити {amount} через {channel} вийшов.',
    unknown: 'Ніхто не повідомив, чим закінчився платіж {amount} через {channel}.',
    conflicted: 'Повідомлення {channel} не збігається з рахунком. Гроші не зараховано.',
    settled_paid: 'Щодо спроби на {amount} вирішила людина: гроші отримано.',
    settled_failed: 'Щодо спроби на {amount} вирішила людина: гроші не списано.',
  },
  payment: {
    received_attempt: 'Через {channel} отримано {amount}.',
    received_cash: 'Готівкою отримано {amount}.',
    received_manual: 'Вручну записано отриманий банківський переказ на {amount}.',
    received_statement_line: 'У банківській виписці знайдено {amount}.',
    reversed: '{amount} скасовано: ці гроші сплачено не за цей рахунок.',
  },
  refund: {
    requested_overpaid: 'Надійшло на {amount} більше, ніж треба; цю суму слід повернути.',
    requested: 'Слід повернути {amount}.',
    succeeded: 'Повернуто {amount}.',
    reversed: 'Повернення {amount} скасовано; гроші не надсилалися.',
  },
  delivery: {
    sent: 'Лист надіслано на {recipient}.',
    failed: 'Лист на {recipient} надіслати не вдалося.',
  },
  message: {
    received: 'Від {channel} надійшло повідомлення, його ще не прочитано.',
    applied: 'Від {channel} надійшло повідомлення, його виконано.',
    repeated: 'Від {channel} надійшло повідомлення, у ньому немає нічого нового.',
    conflicted: 'Від {channel} надійшло повідомлення, яке не збігається з рахунком.',
    unmatched: 'Від {channel} надійшло повідомлення, яке не стосується жодної спроби, розпочатої тут.',
    noted: 'Від {channel} надійшло повідомлення; його збережено, і воно нічого не змінює.',
    rejected: 'Повідомлення, яке не могло бути від {channel}, відхилено.',
  },
  more: {
    reason: 'Причина: {reason}',
    problem: 'Відповідь поштового сервера: {problem}',
    times: 'Надійшло {count, plural, one {# раз} few {# рази} many {# разів} other {# раза}}.',
  },
}
