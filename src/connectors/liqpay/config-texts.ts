import type { FieldTexts } from '../contract.ts'
import type { FieldName } from './config.ts'

const METHODS = 'card privat24 apay gpay moment_part paypart cash invoice qr'
const SENDING = 'email privat24, none'

const actions = (pay: string, hold: string) => ({ pay, hold })
const protocols = (v3: string, v7: string) => ({ v3: `${v3} (v3, SHA-1)`, v7: `${v7} (v7, SHA3-256)` })
const links = (short: string, signed: string, qr: string) => ({ short, signed, qr })
const refunds = (total: string, last: string) => ({ total, last })

export const FIELD_TEXTS: FieldTexts<FieldName> = {
  publicKey: {
    lt: { label: 'Viešasis raktas (public_key)', hint: '„LiqPay“ paskyroje: „Мій бізнес“ → „Налаштування“ → „API“. Bandymui – raktas, prasidedantis „sandbox_“.' },
    lv: { label: 'Publiskā atslēga (public_key)', hint: 'LiqPay kontā: “Мій бізнес” → “Налаштування” → “API”. Izmēģināšanai — atslēga, kas sākas ar “sandbox_”.' },
    et: { label: 'Avalik võti (public_key)', hint: 'LiqPay kontol: „Мій бізнес“ → „Налаштування“ → „API“. Proovimiseks võti, mille algus on „sandbox_“.' },
    uk: { label: 'Публічний ключ (public_key)', hint: 'У кабінеті LiqPay: «Мій бізнес» → «Налаштування» → «API». Для випробувань — ключ, що починається з «sandbox_».' },
    ka: { label: 'საჯარო გასაღები (public_key)', hint: 'LiqPay-ის კაბინეტში: „Мій бізнес“ → „Налаштування“ → „API“. საცდელად — გასაღები, რომელიც „sandbox_“-ით იწყება.' },
    ru: { label: 'Публичный ключ (public_key)', hint: 'В кабинете LiqPay: «Мій бізнес» → «Налаштування» → «API». Для проб — ключ, который начинается с «sandbox_».' },
    en: { label: 'Public key (public_key)', hint: 'In the LiqPay cabinet: “Мій бізнес” → “Налаштування” → “API”. For trying out, the key that begins with “sandbox_”.' },
  },
  privateKey: {
    lt: { label: 'Slaptasis raktas (private_key)', hint: 'Ten pat, šalia viešojo. Abu raktai turi būti bandomieji arba abu tikrieji.' },
    lv: { label: 'Privātā atslēga (private_key)', hint: 'Turpat blakus publiskajai. Abām jābūt izmēģinājuma vai abām īstajām.' },
    et: { label: 'Salavõti (private_key)', hint: 'Samas avaliku võtme kõrval. Mõlemad peavad olema proovivõtmed või mõlemad päris.' },
    uk: { label: 'Приватний ключ (private_key)', hint: 'Там само, поруч із публічним. Обидва ключі мають бути тестові або обидва справжні.' },
    ka: { label: 'პირადი გასაღები (private_key)', hint: 'იქვე, საჯაროს გვერდით. ორივე გასაღები ან სატესტო უნდა იყოს, ან ნამდვილი.' },
    ru: { label: 'Приватный ключ (private_key)', hint: 'Там же, рядом с публичным. Оба ключа должны быть тестовые или оба настоящие.' },
    en: { label: 'Private key (private_key)', hint: 'In the same place, beside the public one. Both must be sandbox keys, or both real ones.' },
  },
  methods: {
    lt: { label: 'Mokėjimo būdai', hint: `Tie, kurie įjungti „LiqPay“ paskyroje, jūsų norima tvarka: ${METHODS}.` },
    lv: { label: 'Maksājumu veidi', hint: `Tie, kas ieslēgti LiqPay kontā, jūsu izvēlētā secībā: ${METHODS}.` },
    et: { label: 'Makseviisid', hint: `Need, mis on LiqPay kontol sisse lülitatud, teie soovitud järjekorras: ${METHODS}.` },
    uk: { label: 'Способи оплати', hint: `Ті, що ввімкнені в кабінеті LiqPay, у бажаному порядку: ${METHODS}.` },
    ka: { label: 'გადახდის გზები', hint: `ისინი, რომლებიც LiqPay-ის კაბინეტშია ჩართული, თქვენთვის სასურველი რიგით: ${METHODS}.` },
    ru: { label: 'Способы оплаты', hint: `Те, что включены в кабинете LiqPay, в нужном порядке: ${METHODS}.` },
    en: { label: 'Ways to pay', hint: `Those switched on in the LiqPay cabinet, in the order you want: ${METHODS}.` },
  },
  sending: {
    lt: { label: 'Kaip „LiqPay“ siunčia nuorodą', hint: `Laišku, pranešimu programėlėje „Privat24“ arba niekaip: ${SENDING}. SMS ir QR kodą Kvit daro pats.` },
    lv: { label: 'Kā LiqPay sūta saiti', hint: `Ar vēstuli, paziņojumu lietotnē Privat24 vai nekā: ${SENDING}. SMS un QR kodu veido pats Kvit.` },
    et: { label: 'Kuidas LiqPay lingi saadab', hint: `Kirjaga, teatega rakenduses Privat24 või üldse mitte: ${SENDING}. SMS-i ja QR-koodi teeb Kvit ise.` },
    uk: { label: 'Як LiqPay надсилає посилання', hint: `Листом, сповіщенням у застосунку Приват24 або ніяк: ${SENDING}. SMS і QR-код Kvit робить сам.` },
    ka: { label: 'როგორ აგზავნის LiqPay ბმულს', hint: `წერილით, შეტყობინებით აპში Privat24 ან საერთოდ არა: ${SENDING}. SMS-სა და QR კოდს Kvit თავად აკეთებს.` },
    ru: { label: 'Как LiqPay отправляет ссылку', hint: `Письмом, уведомлением в приложении Приват24 или никак: ${SENDING}. SMS и QR-код Kvit делает сам.` },
    en: { label: 'How LiqPay sends the link', hint: `By letter, by a notice in the Privat24 app, or not at all: ${SENDING}. Text messages and QR codes are Kvit’s own.` },
  },
  lifeHours: {
    lt: { label: 'Kiek valandų galioja sąskaita', hint: 'Nuo 1 iki 720. Vėliau „LiqPay“ pinigų nebepriima; galima nurodyti kiekvienai atskirai.' },
    lv: { label: 'Cik stundas rēķins ir derīgs', hint: 'No 1 līdz 720. Pēc tam LiqPay naudu vairs nepieņem; katram rēķinam var norādīt citādi.' },
    et: { label: 'Mitu tundi arve kehtib', hint: '1 kuni 720. Hiljem LiqPay raha enam vastu ei võta; igale arvele saab määrata eraldi.' },
    uk: { label: 'Скільки годин діє рахунок', hint: 'Від 1 до 720. Потім LiqPay грошей уже не приймає; для окремого рахунку можна вказати інакше.' },
    ka: { label: 'რამდენ საათს მოქმედებს ინვოისი', hint: '1-დან 720-მდე. შემდეგ LiqPay თანხას აღარ იღებს; ცალკეულ ინვოისზე სხვა ვადის მითითებაც შეიძლება.' },
    ru: { label: 'Сколько часов действует счёт', hint: 'От 1 до 720. Потом LiqPay денег уже не принимает; для отдельного счёта можно указать иначе.' },
    en: { label: 'Hours an invoice can be paid', hint: '1 to 720. After that LiqPay takes no money; a single invoice may be given another time.' },
  },
  action: {
    lt: { label: 'Ką daryti sumokėjus', hint: 'Rezervuoti pinigai laikomi iki 30 dienų; juos paimate arba paleidžiate sąskaitos puslapyje.', choices: actions('Iškart paimti', 'Tik rezervuoti') },
    lv: { label: 'Ko darīt, kad samaksāts', hint: 'Rezervēta nauda glabājas līdz 30 dienām; to paņemat vai atlaižat rēķina lapā.', choices: actions('Uzreiz paņemt', 'Tikai rezervēt') },
    et: { label: 'Mida maksmisel teha', hint: 'Broneeritud raha seisab kuni 30 päeva; võtate selle või vabastate arve lehel.', choices: actions('Võtta kohe', 'Ainult broneerida') },
    uk: { label: 'Що робити під час оплати', hint: 'Зарезервовані гроші чекають до 30 днів; списуєте або відпускаєте їх на сторінці рахунку.', choices: actions('Списати одразу', 'Лише зарезервувати') },
    ka: { label: 'რა მოხდეს გადახდისას', hint: 'დარეზერვებული თანხა 30 დღემდე ინახება; ჩამოჭრით ან გაათავისუფლებთ ინვოისის გვერდზე.', choices: actions('მაშინვე ჩამოიჭრას', 'მხოლოდ დარეზერვდეს') },
    ru: { label: 'Что делать при оплате', hint: 'Зарезервированные деньги ждут до 30 дней; списываете или отпускаете их на странице счёта.', choices: actions('Списать сразу', 'Только зарезервировать') },
    en: { label: 'What paying does', hint: 'Reserved money is held for up to 30 days; you take it or let it go on the invoice’s page.', choices: actions('Take the money at once', 'Only reserve it') },
  },
  protocol: {
    lt: { label: 'Protokolo versija', hint: 'Keiskite tik jei taip nurodė „LiqPay“. Kita versija pasirašytas pranešimas nepriimamas.', choices: protocols('Įprasta', 'Naujesnė') },
    lv: { label: 'Protokola versija', hint: 'Mainiet tikai tad, ja tā norādījis LiqPay. Ar citu versiju parakstīts paziņojums netiek pieņemts.', choices: protocols('Parastā', 'Jaunākā') },
    et: { label: 'Protokolli versioon', hint: 'Muutke ainult siis, kui LiqPay nii ütleb. Teise versiooniga allkirjastatud teadet vastu ei võeta.', choices: protocols('Tavaline', 'Uuem') },
    uk: { label: 'Версія протоколу', hint: 'Змінюйте, лише якщо так сказав LiqPay. Сповіщення, підписане іншою версією, не приймається.', choices: protocols('Звичайна', 'Новіша') },
    ka: { label: 'პროტოკოლის ვერსია', hint: 'შეცვალეთ მხოლოდ LiqPay-ის მითითებით. სხვა ვერსიით ხელმოწერილი შეტყობინება არ მიიღება.', choices: protocols('ჩვეულებრივი', 'ახალი') },
    ru: { label: 'Версия протокола', hint: 'Меняйте, только если так сказал LiqPay. Уведомление, подписанное другой версией, не принимается.', choices: protocols('Обычная', 'Новая') },
    en: { label: 'Protocol version', hint: 'Change it only if LiqPay says so. A message signed by the other version is not accepted.', choices: protocols('Usual', 'Newer') },
  },
  link: {
    lt: { label: 'Kelias į mokėjimo puslapį', hint: 'Trumpą adresą duoda „LiqPay“. Jei jo negauna, rinkitės pasirašytą užsakymą.', choices: links('Trumpas adresas', 'Pasirašytas užsakymas', 'QR kodas (payqr)') },
    lv: { label: 'Ceļš uz maksājuma lapu', hint: 'Īso adresi dod LiqPay. Ja to nesaņem, izvēlieties parakstītu pasūtījumu.', choices: links('Īsa adrese', 'Parakstīts pasūtījums', 'QR kods (payqr)') },
    et: { label: 'Tee makselehele', hint: 'Lühikese aadressi annab LiqPay. Kui seda ei saada, valige allkirjastatud tellimus.', choices: links('Lühike aadress', 'Allkirjastatud tellimus', 'QR-kood (payqr)') },
    uk: { label: 'Шлях до сторінки оплати', hint: 'Коротку адресу дає LiqPay. Якщо її не вдається отримати, виберіть підписане замовлення.', choices: links('Коротка адреса', 'Підписане замовлення', 'QR-код (payqr)') },
    ka: { label: 'გზა გადახდის გვერდამდე', hint: 'მოკლე მისამართს LiqPay იძლევა. თუ ვერ მიიღება, აირჩიეთ ხელმოწერილი შეკვეთა.', choices: links('მოკლე მისამართი', 'ხელმოწერილი შეკვეთა', 'QR კოდი (payqr)') },
    ru: { label: 'Путь к странице оплаты', hint: 'Короткий адрес даёт LiqPay. Если получить его не удаётся, выберите подписанный заказ.', choices: links('Короткий адрес', 'Подписанный заказ', 'QR-код (payqr)') },
    en: { label: 'The way to the payment page', hint: 'LiqPay gives the short address. If it cannot be had, choose the signed order.', choices: links('Short address', 'Signed order', 'QR code (payqr)') },
  },
  orderPrefix: {
    lt: { label: 'Užsakymo numerio pradžia', hint: 'Pagal ją „LiqPay“ paskyroje atpažinsite „Kvit“ užsakymus.' },
    lv: { label: 'Pasūtījuma numura sākums', hint: 'Pēc tā LiqPay kontā pazīsiet Kvit pasūtījumus.' },
    et: { label: 'Tellimuse numbri algus', hint: 'Selle järgi tunnete LiqPay kontol ära Kviti tellimused.' },
    uk: { label: 'Початок номера замовлення', hint: 'За ним у кабінеті LiqPay видно замовлення Kvit.' },
    ka: { label: 'შეკვეთის ნომრის დასაწყისი', hint: 'მისით LiqPay-ის კაბინეტში Kvit-ის შეკვეთებს ამოიცნობთ.' },
    ru: { label: 'Начало номера заказа', hint: 'По нему в кабинете LiqPay видны заказы Kvit.' },
    en: { label: 'Beginning of order numbers', hint: 'By it you know Kvit’s orders in the LiqPay cabinet.' },
  },
  partialRefunds: {
    lt: { label: 'Ką reiškia refund_amount', hint: '„LiqPay“ to neaprašo. Jei grąžinus dviem dalimis sumos nesutampa, pakeiskite.', choices: refunds('Viską, kas grąžinta', 'Paskutinę dalį') },
    lv: { label: 'Ko nozīmē refund_amount', hint: 'LiqPay to neapraksta. Ja pēc atmaksas divās daļās summas nesakrīt, nomainiet.', choices: refunds('Visu atmaksāto', 'Pēdējo daļu') },
    et: { label: 'Mida tähendab refund_amount', hint: 'LiqPay seda ei kirjelda. Kui kahes osas tagastades summad ei klapi, muutke.', choices: refunds('Kõike tagastatut', 'Viimast osa') },
    uk: { label: 'Що означає refund_amount', hint: 'LiqPay цього не описує. Якщо після повернення двома частинами суми не сходяться, змініть.', choices: refunds('Усе повернуте', 'Останню частину') },
    ka: { label: 'რას ნიშნავს refund_amount', hint: 'LiqPay ამას არ აღწერს. თუ ორ ნაწილად დაბრუნებისას თანხები არ ემთხვევა, შეცვალეთ.', choices: refunds('ყველაფერს, რაც დაბრუნდა', 'ბოლო ნაწილს') },
    ru: { label: 'Что означает refund_amount', hint: 'LiqPay этого не описывает. Если после возврата двумя частями суммы не сходятся, измените.', choices: refunds('Всё возвращённое', 'Последнюю часть') },
    en: { label: 'What refund_amount means', hint: 'LiqPay does not describe it. If sums differ after a refund in two parts, change it.', choices: refunds('All that has gone back', 'The last part') },
  },
  qrField: {
    lt: { label: 'QR nuorodos laukas', hint: 'Kaip „payqr“ atsakyme vadinasi nuoroda.' },
    lv: { label: 'QR saites lauks', hint: 'Kā payqr atbildē sauc saiti.' },
    et: { label: 'QR-lingi väli', hint: 'Kuidas payqr vastuses linki nimetatakse.' },
    uk: { label: 'Поле посилання QR', hint: 'Як у відповіді payqr називається посилання.' },
    ka: { label: 'QR ბმულის ველი', hint: 'რა ჰქვია ბმულს payqr-ის პასუხში.' },
    ru: { label: 'Поле ссылки QR', hint: 'Как в ответе payqr называется ссылка.' },
    en: { label: 'Field of the QR link', hint: 'What the answer to payqr calls the link.' },
  },
  qrIp: {
    lt: { label: 'IP adresas QR kodui', hint: 'Parduotuvės interneto adresas, kurio reikalauja „payqr“. Tuščia – QR kodo „LiqPay“ nedaro.' },
    lv: { label: 'IP adrese QR kodam', hint: 'Veikala interneta adrese, ko prasa payqr. Tukšs — LiqPay QR kodu neveido.' },
    et: { label: 'IP-aadress QR-koodi jaoks', hint: 'Poe internetiaadress, mida payqr nõuab. Tühi: LiqPay QR-koodi ei tee.' },
    uk: { label: 'IP-адреса для QR-коду', hint: 'Адреса магазину в інтернеті, якої вимагає payqr. Порожньо — QR-коду LiqPay не робить.' },
    ka: { label: 'IP მისამართი QR კოდისთვის', hint: 'მაღაზიის ინტერნეტმისამართი, რომელსაც payqr ითხოვს. ცარიელი — LiqPay QR კოდს არ აკეთებს.' },
    ru: { label: 'IP-адрес для QR-кода', hint: 'Адрес магазина в интернете, которого требует payqr. Пусто — QR-код LiqPay не делает.' },
    en: { label: 'IP address for QR codes', hint: 'The shop’s address on the internet, which payqr asks for. Empty: LiqPay draws no QR codes.' },
  },
}
