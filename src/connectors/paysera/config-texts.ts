import type { Language } from '../../kernel/language.ts'
import type { FieldText } from '../contract.ts'
import type { FieldName } from './config.ts'

type Texts = Readonly<Record<Language, FieldText>>

export const FIELD_TEXTS: Readonly<Record<FieldName, Texts>> = {
  projectId: {
    lt: { label: 'Projekto ID', hint: 'Skaičius projektų sąraše: „Projektai ir veiklos“ → „Mano projektai“.' },
    lv: { label: 'Projekta ID', hint: 'Skaitlis projektu sarakstā: “Projekti un aktivitātes” → “Mani projekti”.' },
    et: { label: 'Projekti ID', hint: 'Number projektide loendis: „Projects and activities“ → „My projects“.' },
    uk: { label: 'ID проєкту', hint: 'Число у списку проєктів: «Projects and activities» → «My projects».' },
    ka: { label: 'პროექტის ID', hint: 'რიცხვი პროექტების სიაში: „Projects and activities“ → „My projects“.' },
    ru: { label: 'ID проекта', hint: 'Число в списке проектов: «Projects and activities» → «My projects».' },
    en: { label: 'Project ID', hint: 'The number in the list of projects: “Projects and activities” → “My projects”.' },
  },
  password: {
    lt: { label: 'Projekto slaptažodis', hint: 'Rasite „Projekto nustatymai“ → „Bendri projekto nustatymai“. Tai ne jūsų prisijungimo slaptažodis.' },
    lv: { label: 'Projekta parole', hint: 'Atradīsiet sadaļā “Projekta iestatījumi” → “General project settings”. Tā nav jūsu pieslēgšanās parole.' },
    et: { label: 'Projekti parool', hint: 'Leiate selle: „Project settings“ → „General project settings“. See ei ole teie sisselogimise parool.' },
    uk: { label: 'Пароль проєкту', hint: 'Він у розділі «Project settings» → «General project settings». Це не ваш пароль для входу.' },
    ka: { label: 'პროექტის პაროლი', hint: 'იხილეთ: „Project settings“ → „General project settings“. ეს არ არის თქვენი შესვლის პაროლი.' },
    ru: { label: 'Пароль проекта', hint: 'Он в разделе «Project settings» → «General project settings». Это не ваш пароль для входа.' },
    en: { label: 'Project password', hint: 'Found under “Project settings” → “General project settings”. It is not the password you log in with.' },
  },
  callbackMode: {
    lt: { label: 'Pranešimai apie mokėjimą', hint: 'Keiskite tik jei projekto nustatymuose įjungtas pranešimų šifravimas.', choices: { signed: 'Pasirašyti', encrypted: 'Užšifruoti' } },
    lv: { label: 'Paziņojumi par maksājumu', hint: 'Mainiet tikai tad, ja projekta iestatījumos ir ieslēgta paziņojumu šifrēšana.', choices: { signed: 'Parakstīti', encrypted: 'Šifrēti' } },
    et: { label: 'Teated maksete kohta', hint: 'Muutke ainult siis, kui projekti seadetes on teadete krüpteerimine sisse lülitatud.', choices: { signed: 'Allkirjastatud', encrypted: 'Krüpteeritud' } },
    uk: { label: 'Сповіщення про платежі', hint: 'Змінюйте, лише якщо в налаштуваннях проєкту ввімкнено шифрування сповіщень.', choices: { signed: 'Підписані', encrypted: 'Зашифровані' } },
    ka: { label: 'შეტყობინებები გადახდაზე', hint: 'შეცვალეთ მხოლოდ მაშინ, თუ პროექტის პარამეტრებში ჩართულია შეტყობინებების დაშიფვრა.', choices: { signed: 'ხელმოწერილი', encrypted: 'დაშიფრული' } },
    ru: { label: 'Уведомления о платежах', hint: 'Меняйте, только если в настройках проекта включено шифрование уведомлений.', choices: { signed: 'Подписанные', encrypted: 'Зашифрованные' } },
    en: { label: 'Payment notices', hint: 'Change this only if encryption of notices is switched on in the project settings.', choices: { signed: 'Signed', encrypted: 'Encrypted' } },
  },
  version: {
    lt: { label: 'Protokolo versija', hint: 'Palikite 1.6, jei „Paysera“ neprašo kitos.' },
    lv: { label: 'Protokola versija', hint: 'Atstājiet 1.6, ja Paysera neprasa citu.' },
    et: { label: 'Protokolli versioon', hint: 'Jätke 1.6, kui Paysera ei palu muud.' },
    uk: { label: 'Версія протоколу', hint: 'Залиште 1.6, якщо Paysera не просить іншої.' },
    ka: { label: 'პროტოკოლის ვერსია', hint: 'დატოვეთ 1.6, თუ Paysera სხვას არ ითხოვს.' },
    ru: { label: 'Версия протокола', hint: 'Оставьте 1.6, если Paysera не просит другую.' },
    en: { label: 'Protocol version', hint: 'Leave 1.6 unless Paysera asks for another.' },
  },
  languageCodes: {
    lt: { label: 'Mokėjimo puslapio kalbos', hint: 'Kokį kodą siųsti kiekvienai mokėtojo kalbai. „ka=ENG“ gruzinams rodys anglišką puslapį.' },
    lv: { label: 'Maksājuma lapas valodas', hint: 'Kādu kodu sūtīt katrai maksātāja valodai. “ka=ENG” gruzīniem rādīs lapu angļu valodā.' },
    et: { label: 'Makselehe keeled', hint: 'Milline kood saata maksja iga keele kohta. „ka=ENG“ näitab grusiinidele ingliskeelset lehte.' },
    uk: { label: 'Мови сторінки оплати', hint: 'Який код надсилати для кожної мови платника. «ka=ENG» покаже грузинам сторінку англійською.' },
    ka: { label: 'გადახდის გვერდის ენები', hint: 'რომელი კოდი გაიგზავნოს გადამხდელის თითოეული ენისთვის. „ka=ENG“ ქართველებს ინგლისურ გვერდს აჩვენებს.' },
    ru: { label: 'Языки страницы оплаты', hint: 'Какой код отправлять для каждого языка плательщика. «ka=ENG» покажет грузинам страницу на английском.' },
    en: { label: 'Languages of the pay page', hint: 'Which code to send for each language of the payer. “ka=ENG” shows Georgians the page in English.' },
  },
  buyerConsent: {
    lt: { label: 'Sutikimą rodome patys', hint: 'Rinkitės „Taip“ tik jei prie mokėjimo mygtuko rodote „Paysera“ reikalaujamą sutikimo tekstą.', choices: { no: 'Ne', yes: 'Taip' } },
    lv: { label: 'Piekrišanu rādām paši', hint: 'Izvēlieties “Jā” tikai tad, ja pie maksāšanas pogas rādāt Paysera prasīto piekrišanas tekstu.', choices: { no: 'Nē', yes: 'Jā' } },
    et: { label: 'Nõusolekut näitame ise', hint: 'Valige „Jah“ ainult siis, kui näitate maksenupu juures Paysera nõutud nõusolekuteksti.', choices: { no: 'Ei', yes: 'Jah' } },
    uk: { label: 'Згоду показуємо самі', hint: 'Обирайте «Так», лише якщо біля кнопки оплати є текст згоди, якого вимагає Paysera.', choices: { no: 'Ні', yes: 'Так' } },
    ka: { label: 'თანხმობას თავად ვაჩვენებთ', hint: 'აირჩიეთ „დიახ“ მხოლოდ მაშინ, თუ გადახდის ღილაკთან აჩვენებთ Paysera-ს მიერ მოთხოვნილ თანხმობის ტექსტს.', choices: { no: 'არა', yes: 'დიახ' } },
    ru: { label: 'Согласие показываем сами', hint: 'Выбирайте «Да», только если у кнопки оплаты есть текст согласия, которого требует Paysera.', choices: { no: 'Нет', yes: 'Да' } },
    en: { label: 'We show the consent ourselves', hint: 'Choose “Yes” only if the consent text that Paysera requires stands beside your pay button.', choices: { no: 'No', yes: 'Yes' } },
  },
  newAmounts: {
    lt: { label: 'Sumos be kablelio naujuose pranešimuose', hint: 'Svarbu tik versijoms po 1.6. Jei nesate tikri, tokį mokėjimą patvirtins žmogus.', choices: { ask: 'Klausti žmogaus', minor: 'Centai', major: 'Eurai' } },
    lv: { label: 'Summas bez komata jaunajos paziņojumos', hint: 'Svarīgi tikai versijām pēc 1.6. Ja neesat droši, šādu maksājumu apstiprinās cilvēks.', choices: { ask: 'Jautāt cilvēkam', minor: 'Centi', major: 'Eiro' } },
    et: { label: 'Komata summad uutes teadetes', hint: 'Oluline ainult pärast 1.6 tulnud versioonides. Kui te pole kindel, kinnitab sellise makse inimene.', choices: { ask: 'Küsida inimeselt', minor: 'Sendid', major: 'Eurod' } },
    uk: { label: 'Суми без коми в нових сповіщеннях', hint: 'Важливо лише для версій після 1.6. Якщо ви не певні, такий платіж підтвердить людина.', choices: { ask: 'Питати людину', minor: 'Центи', major: 'Євро' } },
    ka: { label: 'თანხები მძიმის გარეშე ახალ შეტყობინებებში', hint: 'მნიშვნელოვანია მხოლოდ 1.6-ის შემდეგი ვერსიებისთვის. თუ დარწმუნებული არ ხართ, ასეთ გადახდას ადამიანი დაადასტურებს.', choices: { ask: 'ადამიანს ჰკითხოს', minor: 'ცენტები', major: 'ევროები' } },
    ru: { label: 'Суммы без запятой в новых уведомлениях', hint: 'Важно только для версий после 1.6. Если вы не уверены, такой платёж подтвердит человек.', choices: { ask: 'Спрашивать человека', minor: 'Центы', major: 'Евро' } },
    en: { label: 'Amounts without a point in newer notices', hint: 'Matters only for versions after 1.6. If you are not sure, a person confirms such a payment.', choices: { ask: 'Ask a person', minor: 'Cents', major: 'Whole euros' } },
  },
}
