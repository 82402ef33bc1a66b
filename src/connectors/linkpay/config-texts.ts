import type { FieldTexts } from '../contract.ts'
import type { FieldName } from './config.ts'

const demoOrLive = (demo: string, live: string) => ({ demo, live })
const banks = (other: string) => ({ lhv: 'LHV', seb: 'SEB', swedbank: 'Swedbank', other })

export const FIELD_TEXTS: FieldTexts<FieldName> = {
  linkToken: {
    lt: { label: 'Nuorodos raktas (Link Token)', hint: 'Rodomas nuorodos puslapyje, kai ją išsaugote: „LinkPay“ → „Links“.' },
    lv: { label: 'Saites marķieris (Link Token)', hint: 'Redzams saites lapā pēc saglabāšanas: “LinkPay” → “Links”.' },
    et: { label: 'Lingi tunnus (Link Token)', hint: 'Näha lingi lehel pärast salvestamist: „LinkPay“ → „Links“.' },
    uk: { label: 'Токен посилання (Link Token)', hint: 'Видно на сторінці посилання після збереження: «LinkPay» → «Links».' },
    ka: { label: 'ბმულის ტოკენი (Link Token)', hint: 'ჩანს ბმულის გვერდზე შენახვის შემდეგ: „LinkPay“ → „Links“.' },
    ru: { label: 'Токен ссылки (Link Token)', hint: 'Виден на странице ссылки после сохранения: «LinkPay» → «Links».' },
    en: { label: 'Link Token', hint: 'Shown on the page of the link once it is saved: “LinkPay” → “Links”.' },
  },
  apiUsername: {
    lt: { label: 'API naudotojo vardas (API username)', hint: 'Portale: „General settings“.' },
    lv: { label: 'API lietotājvārds (API username)', hint: 'Portālā: “General settings”.' },
    et: { label: 'API kasutajanimi (API username)', hint: 'Portaalis: „General settings“.' },
    uk: { label: 'Ім’я користувача API (API username)', hint: 'У порталі: «General settings».' },
    ka: { label: 'API-ის მომხმარებელი (API username)', hint: 'პორტალში: „General settings“.' },
    ru: { label: 'Имя пользователя API (API username)', hint: 'В портале: «General settings».' },
    en: { label: 'API username', hint: 'In the portal: “General settings”.' },
  },
  apiSecret: {
    lt: { label: 'API slaptasis raktas (API secret)', hint: 'Ten pat. Pakeitus jį portale, visos išsiųstos banko nuorodos nustoja galioti.' },
    lv: { label: 'API slepenā atslēga (API secret)', hint: 'Turpat. Ja portālā to nomaina, visas jau izsūtītās bankas saites vairs neder.' },
    et: { label: 'API salavõti (API secret)', hint: 'Samas kohas. Kui see portaalis vahetada, lakkavad kõik saadetud pangalingid kehtimast.' },
    uk: { label: 'Секретний ключ API (API secret)', hint: 'Там само. Якщо змінити його в порталі, усі вже надіслані посилання банку перестануть діяти.' },
    ka: { label: 'API-ის საიდუმლო გასაღები (API secret)', hint: 'იქვე. თუ პორტალში შეცვლით, უკვე გაგზავნილი ბანკის ბმულები აღარ იმუშავებს.' },
    ru: { label: 'Секретный ключ API (API secret)', hint: 'Там же. Если сменить его в портале, все отправленные ссылки банка перестанут работать.' },
    en: { label: 'API secret', hint: 'In the same place. When it is changed in the portal, all bank links already sent stop working.' },
  },
  environment: {
    lt: { label: 'Aplinka', hint: 'Bandomoji ir tikroji aplinkos turi atskirus duomenis. Pradėkite nuo bandomosios.', choices: demoOrLive('Bandomoji (demo)', 'Tikroji') },
    lv: { label: 'Vide', hint: 'Izmēģinājuma un īstajai videi dati ir atšķirīgi. Sāciet ar izmēģinājuma vidi.', choices: demoOrLive('Izmēģinājuma (demo)', 'Īstā') },
    et: { label: 'Keskkond', hint: 'Proovi- ja päriskeskkonnal on eri andmed. Alustage proovikeskkonnast.', choices: demoOrLive('Proovikeskkond (demo)', 'Päriskeskkond') },
    uk: { label: 'Середовище', hint: 'Тестове і справжнє середовища мають окремі дані. Почніть із тестового.', choices: demoOrLive('Тестове (demo)', 'Справжнє') },
    ka: { label: 'გარემო', hint: 'სატესტო და ნამდვილ გარემოს სხვადასხვა მონაცემები აქვს. დაიწყეთ სატესტოთი.', choices: demoOrLive('სატესტო (demo)', 'ნამდვილი') },
    ru: { label: 'Среда', hint: 'У тестовой и настоящей среды разные данные. Начните с тестовой.', choices: demoOrLive('Тестовая (demo)', 'Настоящая') },
    en: { label: 'Environment', hint: 'Demo and live have separate credentials. Begin with demo.', choices: demoOrLive('Demo', 'Live') },
  },
  bank: {
    lt: { label: 'Jūsų bankas', hint: 'LHV grąžinamus pinigus iš tikrųjų išsiunčia. SEB ir „Swedbank“ mokėjimą per banką tik pažymi grąžintu: pinigus reikia pervesti patiems.', choices: banks('Kitas arba nežinau') },
    lv: { label: 'Jūsu banka', hint: 'LHV atmaksājamo naudu tiešām nosūta. SEB un Swedbank bankas maksājumu tikai atzīmē kā atmaksātu: nauda jāpārskaita pašiem.', choices: banks('Cita vai nezinu') },
    et: { label: 'Teie pank', hint: 'LHV saadab tagastatava raha päriselt. SEB ja Swedbank märgivad pangamakse üksnes tagastatuks: raha tuleb ise üle kanda.', choices: banks('Muu või ei tea') },
    uk: { label: 'Ваш банк', hint: 'LHV справді надсилає гроші назад. SEB і Swedbank лише позначають банківський платіж повернутим: гроші треба переказати самостійно.', choices: banks('Інший або не знаю') },
    ka: { label: 'თქვენი ბანკი', hint: 'LHV თანხას მართლა აბრუნებს. SEB და Swedbank საბანკო გადახდას მხოლოდ დაბრუნებულად მონიშნავს: თანხა თავად უნდა გადარიცხოთ.', choices: banks('სხვა ან არ ვიცი') },
    ru: { label: 'Ваш банк', hint: 'LHV действительно отправляет деньги обратно. SEB и Swedbank лишь помечают банковский платёж возвращённым: деньги нужно перевести самим.', choices: banks('Другой или не знаю') },
    en: { label: 'Your bank', hint: 'LHV really sends refunded money. SEB and Swedbank only mark a bank payment as refunded: you have to transfer the money yourself.', choices: banks('Another, or not sure') },
  },
  accountName: {
    lt: { label: 'Apdorojimo sąskaita (processing account)', hint: 'Pavyzdžiui, EUR3D1. Su ja Kvit apie mokėjimą sužino ir tada, kai bankas nepraneša. Palikite tuščią, jei naudojate tik nuorodas.' },
    lv: { label: 'Apstrādes konts (processing account)', hint: 'Piemēram, EUR3D1. Ar to Kvit par maksājumu uzzina arī tad, ja banka nepaziņo. Atstājiet tukšu, ja lietojat tikai saites.' },
    et: { label: 'Töötluskonto (processing account)', hint: 'Näiteks EUR3D1. Selle abil saab Kvit maksest teada ka siis, kui pank ei teata. Jätke tühjaks, kui kasutate ainult linke.' },
    uk: { label: 'Рахунок обробки (processing account)', hint: 'Наприклад, EUR3D1. З ним Kvit дізнається про платіж, навіть коли банк не повідомив. Залиште порожнім, якщо користуєтеся лише посиланнями.' },
    ka: { label: 'დამუშავების ანგარიში (processing account)', hint: 'მაგალითად, EUR3D1. მისით Kvit გადახდას მაშინაც გაიგებს, როცა ბანკი არ შეატყობინებს. დატოვეთ ცარიელი, თუ მხოლოდ ბმულებს იყენებთ.' },
    ru: { label: 'Счёт обработки (processing account)', hint: 'Например, EUR3D1. С ним Kvit узнаёт о платеже, даже если банк не сообщил. Оставьте пустым, если пользуетесь только ссылками.' },
    en: { label: 'Processing account', hint: 'For example EUR3D1. With it Kvit learns of a payment even when the bank does not report it. Leave empty if you use links only.' },
  },
  linkFields: {
    lt: { label: 'Nuorodos laukai', hint: 'Laukai, portale pažymėti „URL Changeable“, be sumos ir užsakymo numerio: invoice_number customer_name customer_email custom_field_1.' },
    lv: { label: 'Saites lauki', hint: 'Lauki, kas portālā atzīmēti ar “URL Changeable”, bez summas un pasūtījuma numura: invoice_number customer_name customer_email custom_field_1.' },
    et: { label: 'Lingi väljad', hint: 'Väljad, mis on portaalis märgitud „URL Changeable“, peale summa ja tellimuse numbri: invoice_number customer_name customer_email custom_field_1.' },
    uk: { label: 'Поля посилання', hint: 'Поля, позначені в порталі «URL Changeable», крім суми й номера замовлення: invoice_number customer_name customer_email custom_field_1.' },
    ka: { label: 'ბმულის ველები', hint: 'პორტალში „URL Changeable“-ით მონიშნული ველები, თანხისა და შეკვეთის ნომრის გარდა: invoice_number customer_name customer_email custom_field_1.' },
    ru: { label: 'Поля ссылки', hint: 'Поля, отмеченные в портале «URL Changeable», кроме суммы и номера заказа: invoice_number customer_name customer_email custom_field_1.' },
    en: { label: 'Fields of the link', hint: 'Fields ticked “URL Changeable” in the portal, besides amount and order reference: invoice_number customer_name customer_email custom_field_1.' },
  },
  prefix: {
    lt: { label: 'Nuorodos pradžia (prefix)', hint: 'Tik jei portale nuoroda prasideda kitu adresu nei įprastas. Be rakto pabaigoje.' },
    lv: { label: 'Saites sākums (prefix)', hint: 'Tikai tad, ja portālā saite sākas ar citu adresi nekā parasti. Bez marķiera beigās.' },
    et: { label: 'Lingi algus (prefix)', hint: 'Ainult siis, kui portaalis algab link tavapärasest teise aadressiga. Lõpus ilma tunnuseta.' },
    uk: { label: 'Початок посилання (prefix)', hint: 'Лише якщо в порталі посилання починається з іншої адреси, ніж зазвичай. Без токена в кінці.' },
    ka: { label: 'ბმულის დასაწყისი (prefix)', hint: 'მხოლოდ თუ პორტალში ბმული ჩვეულებრივისგან განსხვავებული მისამართით იწყება. ბოლოში ტოკენის გარეშე.' },
    ru: { label: 'Начало ссылки (prefix)', hint: 'Только если в портале ссылка начинается с другого адреса, чем обычно. Без токена в конце.' },
    en: { label: 'Prefix of links', hint: 'Only if links in the portal begin with another address than usual. Without the token at the end.' },
  },
  apiBase: {
    lt: { label: 'API adresas', hint: 'Tik jei bankas nurodė kitą nei įprastas. Priimami EveryPay ir SEB adresai.' },
    lv: { label: 'API adrese', hint: 'Tikai tad, ja banka norādījusi citu nekā parasti. Der EveryPay un SEB adreses.' },
    et: { label: 'API aadress', hint: 'Ainult siis, kui pank on andnud tavapärasest teise. Sobivad EveryPay ja SEB aadressid.' },
    uk: { label: 'Адреса API', hint: 'Лише якщо банк дав іншу, ніж зазвичай. Приймаються адреси EveryPay і SEB.' },
    ka: { label: 'API-ის მისამართი', hint: 'მხოლოდ თუ ბანკმა ჩვეულებრივისგან განსხვავებული მოგცათ. მიიღება EveryPay-ისა და SEB-ის მისამართები.' },
    ru: { label: 'Адрес API', hint: 'Только если банк дал другой, чем обычно. Принимаются адреса EveryPay и SEB.' },
    en: { label: 'API address', hint: 'Only if the bank gave you another than usual. Addresses of EveryPay and SEB are accepted.' },
  },
}
