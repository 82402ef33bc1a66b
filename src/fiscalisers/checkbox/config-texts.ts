import type { FieldTexts } from '../../connectors/contract.ts'
import type { FieldName } from './config.ts'

const CODES = 'А=1 Б=2'

export const FIELD_TEXTS: FieldTexts<FieldName> = {
  licenceKey: {
    lt: { label: 'Kasos licencijos raktas', hint: 'Checkbox paskyroje, prie kasos: „Ключ ліцензії“. Bandomosios kasos raktas prasideda „test“.' },
    lv: { label: 'Kases licences atslēga', hint: 'Checkbox kontā pie kases: “Ключ ліцензії”. Izmēģinājuma kases atslēga sākas ar “test”.' },
    et: { label: 'Kassa litsentsivõti', hint: 'Checkboxi kontol kassa juures: „Ключ ліцензії“. Proovikassa võtme algus on „test“.' },
    uk: { label: 'Ключ ліцензії каси', hint: 'У кабінеті Checkbox біля каси: «Ключ ліцензії». Ключ тестової каси починається з «test».' },
    ka: { label: 'სალაროს ლიცენზიის გასაღები', hint: 'Checkbox-ის კაბინეტში, სალაროსთან: „Ключ ліцензії“. საცდელი სალაროს გასაღები „test“-ით იწყება.' },
    ru: { label: 'Ключ лицензии кассы', hint: 'В кабинете Checkbox у кассы: «Ключ ліцензії». Ключ тестовой кассы начинается с «test».' },
    en: { label: 'Licence key of the cash register', hint: 'In the Checkbox cabinet, at the cash register: “Ключ ліцензії”. The key of a test register begins with “test”.' },
  },
  pin: {
    lt: { label: 'Kasininko PIN kodas', hint: 'Jo pakanka; prisijungimo vardo ir slaptažodžio tada nereikia.' },
    lv: { label: 'Kasiera PIN kods', hint: 'Ar to pietiek; lietotājvārds un parole tad nav vajadzīgi.' },
    et: { label: 'Kassapidaja PIN-kood', hint: 'Sellest piisab; kasutajanime ja parooli siis vaja ei ole.' },
    uk: { label: 'PIN-код касира', hint: 'Його досить; логін і пароль тоді не потрібні.' },
    ka: { label: 'მოლარის PIN-კოდი', hint: 'საკმარისია; მომხმარებლის სახელი და პაროლი მაშინ საჭირო არ არის.' },
    ru: { label: 'PIN-код кассира', hint: 'Его достаточно; логин и пароль тогда не нужны.' },
    en: { label: 'PIN of the cashier', hint: 'It is enough; a login and a password are not needed then.' },
  },
  login: {
    lt: { label: 'Kasininko prisijungimo vardas', hint: 'Tik jei prisijungiama vardu ir slaptažodžiu, o ne PIN kodu.' },
    lv: { label: 'Kasiera lietotājvārds', hint: 'Tikai tad, ja pieslēdzas ar lietotājvārdu un paroli, nevis ar PIN kodu.' },
    et: { label: 'Kassapidaja kasutajanimi', hint: 'Ainult siis, kui sisse logitakse nime ja parooliga, mitte PIN-koodiga.' },
    uk: { label: 'Логін касира', hint: 'Лише якщо вхід за логіном і паролем, а не за PIN-кодом.' },
    ka: { label: 'მოლარის მომხმარებლის სახელი', hint: 'მხოლოდ თუ შესვლა სახელითა და პაროლით ხდება და არა PIN-კოდით.' },
    ru: { label: 'Логин кассира', hint: 'Только если вход по логину и паролю, а не по PIN-коду.' },
    en: { label: 'Login of the cashier', hint: 'Only if signing in is by login and password, not by PIN.' },
  },
  password: {
    lt: { label: 'Kasininko slaptažodis', hint: 'Kartu su prisijungimo vardu. Saugomas užšifruotas ir daugiau nerodomas.' },
    lv: { label: 'Kasiera parole', hint: 'Kopā ar lietotājvārdu. Glabājas šifrēta un vairs netiek rādīta.' },
    et: { label: 'Kassapidaja parool', hint: 'Koos kasutajanimega. Seda hoitakse krüpteeritult ja enam ei näidata.' },
    uk: { label: 'Пароль касира', hint: 'Разом із логіном. Зберігається зашифрованим і більше не показується.' },
    ka: { label: 'მოლარის პაროლი', hint: 'მომხმარებლის სახელთან ერთად. ინახება დაშიფრული და მეტად არ ჩანს.' },
    ru: { label: 'Пароль кассира', hint: 'Вместе с логином. Хранится зашифрованным и больше не показывается.' },
    en: { label: 'Password of the cashier', hint: 'Together with the login. It is stored encrypted and never shown again.' },
  },
  taxCodes: {
    lt: { label: 'Mokesčių kodai', hint: `Kiekvienos jūsų mokesčių lentelės raidės kodas Checkbox: ${CODES}. Ne PVM mokėtojui – tuščia.` },
    lv: { label: 'Nodokļu kodi', hint: `Katra jūsu nodokļu tabulas burta kods Checkbox: ${CODES}. Kas nemaksā PVN, atstāj tukšu.` },
    et: { label: 'Maksude koodid', hint: `Iga teie maksutabeli tähe kood Checkboxis: ${CODES}. Kes käibemaksu ei maksa, jätab tühjaks.` },
    uk: { label: 'Коди податків', hint: `Код у Checkbox для кожної літери вашої таблиці податків: ${CODES}. Неплатник ПДВ залишає порожнім.` },
    ka: { label: 'გადასახადების კოდები', hint: `თქვენი გადასახადების ცხრილის თითოეული ასოს კოდი Checkbox-ში: ${CODES}. ვინც დღგ-ს არ იხდის, ცარიელს ტოვებს.` },
    ru: { label: 'Коды налогов', hint: `Код в Checkbox для каждой буквы вашей таблицы налогов: ${CODES}. Неплательщик НДС оставляет пустым.` },
    en: { label: 'Tax codes', hint: `The code at Checkbox of each letter of your tax table: ${CODES}. Who pays no VAT leaves it empty.` },
  },
}
