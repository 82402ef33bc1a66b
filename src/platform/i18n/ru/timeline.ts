import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'Счёт выставлен: {amount}, оплатить до {date}',
    cancelled: 'Счёт аннулирован.',
    credited: 'Выставлен кредит-счёт на {amount}.',
    sent: 'Счёт впервые отправлен плательщику.',
    partly_paid: 'Счёт оплачен частично; осталось {amount}.',
    paid: 'Счёт оплачен.',
    overpaid: 'Поступило больше, чем нужно.',
    refunded: 'Всё оплаченное возвращено.',
  },
  attempt: {
    started: 'Плательщик начал платить {amount} через {channel}.',
    waiting: 'Банку плательщика отправлен запрос на {amount}.',
    authorised: 'Банк плательщика зарезервировал {amount}, деньги ещё не списаны.',
    succeeded: '{channel} подтверждает платёж {amount}.',
    failed: 'Платёж {amount} через {channel} не состоялся.',
    revoked: 'Попытка оплатить {amount} через {channel} отозвана.',
    expired: 'Время попытки оплатить {amount} через {channel} вышло.',
    unknown: 'Никто не сообщил, чем закончился платёж {amount} через {channel}.',
    conflicted: 'Сообщение {channel} не сходится со счётом. Деньги не зачислены.',
    settled_paid: 'О попытке на {amount} решил человек: деньги получены.',
    settled_failed: 'О попытке на {amount} решил человек: деньги не списаны.',
  },
  payment: {
    received_attempt: 'Через {channel} получено {amount}.',
    received_cash: 'Наличными получено {amount}.',
    received_manual: 'Вручную записан полученный банковский перевод на {amount}.',
    received_statement_line: 'В банковской выписке найдено {amount}.',
    reversed: '{amount} отменено: эти деньги уплачены не по этому счёту.',
  },
  refund: {
    requested_overpaid: 'Поступило на {amount} больше, чем нужно; эту сумму следует вернуть.',
    requested: 'Следует вернуть {amount}.',
    succeeded: 'Возвращено {amount}.',
    reversed: 'Возврат {amount} отменён; деньги не отправлялись.',
  },
  delivery: {
    sent: 'Письмо отправлено на {recipient}.',
    failed: 'Письмо на {recipient} отправить не удалось.',
  },
  message: {
    received: 'От {channel} пришло сообщение, оно ещё не прочитано.',
    applied: 'От {channel} пришло сообщение, оно выполнено.',
    repeated: 'От {channel} пришло сообщение, в нём нет ничего нового.',
    conflicted: 'От {channel} пришло сообщение, которое не сходится со счётом.',
    unmatched: 'От {channel} пришло сообщение, которое не относится ни к одной попытке, начатой здесь.',
    noted: 'От {channel} пришло сообщение; оно сохранено и ничего не меняет.',
    rejected: 'Сообщение, которое не могло быть от {channel}, отклонено.',
  },
  more: {
    reason: 'Причина: {reason}',
    problem: 'Ответ почтового сервера: {problem}',
    times: 'Пришло {count, plural, one {# раз} few {# раза} many {# раз} other {# раза}}.',
  },
}
