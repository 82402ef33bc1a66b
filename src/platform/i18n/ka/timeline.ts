import type { TimelineTexts } from '../en/timeline.ts'

export const timeline: TimelineTexts = {
  invoice: {
    issued: 'ინვოისი გამოიწერა: {amount}, გადახდის ვადა {date}.',
    cancelled: 'ინვოისი გაუქმდა.',
    credited: 'გამოიწერა საკრედიტო ინვოისი: {amount}.',
    sent: 'ინვოისი პირველად გაეგზავნა გადამხდელს.',
    partly_paid: 'ინვოისი ნაწილობრივ გადახდილია; დარჩა {amount}.',
    paid: 'ინვოისი გადახდილია.',
    overpaid: 'საჭიროზე მეტი შემოვიდა.',
    refunded: 'ყველაფერი, რაც გადაიხადეს, დაბრუნებულია.',
  },
  attempt: {
    started: 'გადამხდელმა დაიწყო გადახდა {channel}-ით: {amount}.',
    waiting: 'გადამხდელის ბანკს გაეგზავნა მოთხოვნა: {amount}.',
    authorised: 'გადამხდელის ბანკში დაჯავშნილია {amount}, თანხა ჯერ არ ჩამოჭრილა.',
    succeeded: '{channel} ადასტურებს გადახდას: {amount}.',
    failed: 'გადახდა {channel}-ით არ შედგა: {amount}.',
    revoked: '{channel}-ით გადახდის მცდელობა გაუქმდა: {amount}.',
    expired: '{channel}-ით გადახდის მცდელობას ვადა გაუვიდა: {amount}.',
    unknown: 'უცნობია, როგორ დასრულდა {channel}-ით გადახდა: {amount}.',
    conflicted: '{channel}-ის შეტყობინება ინვოისს არ ემთხვევა. თანხა არ ჩარიცხულა.',
    settled_paid: 'მცდელობაზე ({amount}) ადამიანმა გადაწყვიტა: თანხა მიღებულია.',
    settled_failed: 'მცდელობაზე ({amount}) ადამიანმა გადაწყვიტა: თანხა არ ჩამოჭრილა.',
  },
  payment: {
    received_attempt: '{channel}-ით მიღებულია {amount}.',
    received_cash: 'ნაღდი ფულით მიღებულია {amount}.',
    received_manual: 'ხელით ჩაიწერა მიღებული საბანკო გადარიცხვა: {amount}.',
    received_statement_line: 'საბანკო ამონაწერში ნაპოვნია {amount}.',
    reversed: '{amount} გაუქმდა: ეს თანხა ამ ინვოისისთვის არ იყო გადახდილი.',
  },
  refund: {
    requested_overpaid: 'შემოვიდა საჭიროზე {amount}-ით მეტი; ეს თანხა დასაბრუნებელია.',
    requested: 'დასაბრუნებელია {amount}.',
    succeeded: 'დაბრუნდა {amount}.',
    reversed: '{amount}-ის დაბრუნება გაუქმდა; თანხა არ გაგზავნილა.',
  },
  delivery: {
    sent: 'წერილი გაიგზავნა მისამართზე {recipient}.',
    failed: 'წერილის გაგზავნა მისამართზე {recipient} ვერ მოხერხდა.',
  },
  message: {
    received: '{channel}-იდან მოვიდა შეტყობინება, რომელიც ჯერ არ წაკითხულა.',
    applied: '{channel}-იდან მოვიდა შეტყობინება და შესრულდა.',
    repeated: '{channel}-იდან მოვიდა შეტყობინება, რომელშიც ახალი არაფერია.',
    conflicted: '{channel}-იდან მოვიდა შეტყობინება, რომელიც ინვოისს არ ემთხვევა.',
    unmatched: '{channel}-იდან მოვიდა შეტყობინება, რომელიც აქ დაწყებულ არც ერთ მცდელობას არ ეხება.',
    noted: '{channel}-იდან მოვიდა შეტყობინება; შენახულია და არაფერს ცვლის.',
    rejected: 'შეტყობინება, რომელიც {channel}-იდან ვერ იქნებოდა, უარყოფილია.',
  },
  more: {
    reason: 'მიზეზი: {reason}',
    problem: 'საფოსტო სერვერის პასუხი: {problem}',
    times: 'მოვიდა {count, plural, one {#-ჯერ} other {#-ჯერ}}.',
  },
}
