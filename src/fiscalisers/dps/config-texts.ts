import type { FieldText } from '../../connectors/contract.ts'
import type { Language } from '../../kernel/language.ts'
import type { FieldName } from './config.ts'

type Texts = Readonly<Record<Language, FieldText>>

const modes = (test: string, live: string) => ({ test, live })
const names = (means: string, form: string) => ({ means: `${means} («Картка»)`, form: `${form} («БЕЗГОТІВКОВА»)` })
const chains = (signed: string, xml: string) => ({ signed, xml })
const orders = (little: string, big: string) => ({ little: `${little} (little-endian)`, big: `${big} (big-endian)` })

export const FIELD_TEXTS: Readonly<Record<FieldName, Texts>> = {
  registerNumber: {
    lt: { label: 'Programinės kasos (ПРРО) fiskalinis numeris', hint: 'Skaitmenys, kuriuos mokesčių tarnyba suteikė įregistravus kasą, pvz., 4000000001.' },
    lv: { label: 'Programmatiskās kases (ПРРО) fiskālais numurs', hint: 'Cipari, ko nodokļu dienests piešķīris pēc reģistrācijas, piemēram, 4000000001.' },
    et: { label: 'Tarkvarakassa (ПРРО) fiskaalnumber', hint: 'Numbrid, mille maksuamet registreerimisel andis, nt 4000000001.' },
    uk: { label: 'Фіскальний номер ПРРО', hint: 'Цифри, які податкова служба присвоїла під час реєстрації, наприклад 4000000001.' },
    ka: { label: 'პროგრამული სალაროს (ПРРО) ფისკალური ნომერი', hint: 'ციფრები, რომლებიც საგადასახადო სამსახურმა რეგისტრაციისას მიანიჭა, მაგალითად 4000000001.' },
    ru: { label: 'Фискальный номер ПРРО', hint: 'Цифры, которые налоговая служба присвоила при регистрации, например 4000000001.' },
    en: { label: 'Fiscal number of the software register (ПРРО)', hint: 'The digits the tax service gave at registration, such as 4000000001.' },
  },
  deskNumber: {
    lt: { label: 'Kasos vietinis numeris', hint: 'Kurį kasai suteikėte patys formoje 1-ПРРО.' },
    lv: { label: 'Kases vietējais numurs', hint: 'Ko kasei devāt paši veidlapā 1-ПРРО.' },
    et: { label: 'Kassa kohalik number', hint: 'Number, mille andsite kassale ise vormil 1-ПРРО.' },
    uk: { label: 'Локальний номер ПРРО', hint: 'Той, який ви дали касі самі у формі 1-ПРРО.' },
    ka: { label: 'სალაროს ლოკალური ნომერი', hint: 'ის, რომელიც სალაროს თავად მიანიჭეთ ფორმაში 1-ПРРО.' },
    ru: { label: 'Локальный номер ПРРО', hint: 'Тот, который вы дали кассе сами в форме 1-ПРРО.' },
    en: { label: 'Local number of the register', hint: 'The one you gave it yourself in the form 1-ПРРО.' },
  },
  tin: {
    lt: { label: 'Pardavėjo kodas (ЄДРПОУ arba РНОКПП)', hint: 'Įmonės arba individualaus verslininko mokesčių kodas, kuriuo įregistruota kasa.' },
    lv: { label: 'Pārdevēja kods (ЄДРПОУ vai РНОКПП)', hint: 'Uzņēmuma vai pašnodarbinātā nodokļu kods, uz kuru kase reģistrēta.' },
    et: { label: 'Müüja kood (ЄДРПОУ või РНОКПП)', hint: 'Ettevõtte või ettevõtja maksukood, millele kassa on registreeritud.' },
    uk: { label: 'Код продавця (ЄДРПОУ або РНОКПП)', hint: 'Податковий номер підприємства чи ФОП, на який зареєстровано касу.' },
    ka: { label: 'გამყიდველის კოდი (ЄДРПОУ ან РНОКПП)', hint: 'საწარმოს ან მეწარმის საგადასახადო ნომერი, რომელზეც სალაროა რეგისტრირებული.' },
    ru: { label: 'Код продавца (ЄДРПОУ или РНОКПП)', hint: 'Налоговый номер предприятия или ФЛП, на который зарегистрирована касса.' },
    en: { label: 'Seller’s code (ЄДРПОУ or РНОКПП)', hint: 'The tax number of the company or entrepreneur that the register is registered to.' },
  },
  ipn: {
    lt: { label: 'PVM mokėtojo numeris (ІПН)', hint: 'Tik PVM mokėtojams. Kitiems palikite tuščią.' },
    lv: { label: 'PVN maksātāja numurs (ІПН)', hint: 'Tikai PVN maksātājiem. Pārējiem atstāt tukšu.' },
    et: { label: 'Käibemaksukohustuslase number (ІПН)', hint: 'Ainult käibemaksukohustuslastele. Teistel jääb tühjaks.' },
    uk: { label: 'Індивідуальний податковий номер (ІПН)', hint: 'Лише для платників ПДВ. Інші залишають порожнім.' },
    ka: { label: 'დღგ-ის გადამხდელის ნომერი (ІПН)', hint: 'მხოლოდ დღგ-ის გადამხდელებისთვის. სხვები ცარიელს ტოვებენ.' },
    ru: { label: 'Индивидуальный налоговый номер (ІПН)', hint: 'Только для плательщиков НДС. Остальные оставляют пустым.' },
    en: { label: 'Number of a payer of VAT (ІПН)', hint: 'Only for payers of VAT. Others leave it empty.' },
  },
  sellerName: {
    lt: { label: 'Pardavėjo pavadinimas', hint: 'Kaip mokesčių tarnybos registre, ukrainietiškai.' },
    lv: { label: 'Pārdevēja nosaukums', hint: 'Kā nodokļu dienesta reģistrā, ukrainiski.' },
    et: { label: 'Müüja nimi', hint: 'Nagu maksuameti registris, ukraina keeles.' },
    uk: { label: 'Назва продавця', hint: 'Так, як у реєстрі податкової служби, українською.' },
    ka: { label: 'გამყიდველის დასახელება', hint: 'ისე, როგორც საგადასახადო სამსახურის რეესტრშია, უკრაინულად.' },
    ru: { label: 'Название продавца', hint: 'Так, как в реестре налоговой службы, на украинском.' },
    en: { label: 'Name of the seller', hint: 'As in the tax service’s register, in Ukrainian.' },
  },
  pointName: {
    lt: { label: 'Prekybos vietos pavadinimas', hint: 'Kaip formoje 20-ОПП, pvz., „Крамниця“.' },
    lv: { label: 'Tirdzniecības vietas nosaukums', hint: 'Kā veidlapā 20-ОПП, piemēram, “Крамниця”.' },
    et: { label: 'Müügikoha nimi', hint: 'Nagu vormil 20-ОПП, nt „Крамниця“.' },
    uk: { label: 'Назва господарської одиниці', hint: 'Так, як у формі 20-ОПП, наприклад «Крамниця».' },
    ka: { label: 'სავაჭრო ობიექტის დასახელება', hint: 'ისე, როგორც ფორმაში 20-ОПП, მაგალითად „Крамниця“.' },
    ru: { label: 'Название хозяйственной единицы', hint: 'Так, как в форме 20-ОПП, например «Крамниця».' },
    en: { label: 'Name of the shop', hint: 'As in the form 20-ОПП, such as “Крамниця”.' },
  },
  pointAddress: {
    lt: { label: 'Prekybos vietos adresas', hint: 'Kaip formoje 20-ОПП. Spausdinamas ant kvito.' },
    lv: { label: 'Tirdzniecības vietas adrese', hint: 'Kā veidlapā 20-ОПП. Drukā uz čeka.' },
    et: { label: 'Müügikoha aadress', hint: 'Nagu vormil 20-ОПП. Trükitakse kviitungile.' },
    uk: { label: 'Адреса господарської одиниці', hint: 'Так, як у формі 20-ОПП. Друкується на чеку.' },
    ka: { label: 'სავაჭრო ობიექტის მისამართი', hint: 'ისე, როგორც ფორმაში 20-ОПП. იბეჭდება ქვითარზე.' },
    ru: { label: 'Адрес хозяйственной единицы', hint: 'Так, как в форме 20-ОПП. Печатается на чеке.' },
    en: { label: 'Address of the shop', hint: 'As in the form 20-ОПП. It is printed on the receipt.' },
  },
  mode: {
    lt: { label: 'Kokie dokumentai', hint: 'Bandomieji gauna numerius, bet nėra fiskaliniai. Keiskite tik tarp pamainų.', choices: modes('Bandomieji', 'Tikri') },
    lv: { label: 'Kādi dokumenti', hint: 'Izmēģinājuma dokumenti saņem numurus, bet nav fiskāli. Mainīt tikai starp maiņām.', choices: modes('Izmēģinājuma', 'Īsti') },
    et: { label: 'Millised dokumendid', hint: 'Proovidokumendid saavad numbri, kuid ei ole fiskaalsed. Muutke ainult vahetuste vahel.', choices: modes('Proovidokumendid', 'Päris') },
    uk: { label: 'Які документи', hint: 'Тестові отримують номери, але не є фіскальними. Змінюйте лише між змінами.', choices: modes('Тестові', 'Справжні') },
    ka: { label: 'როგორი დოკუმენტები', hint: 'სატესტო იღებს ნომერს, მაგრამ ფისკალური არ არის. შეცვალეთ მხოლოდ ცვლებს შორის.', choices: modes('სატესტო', 'ნამდვილი') },
    ru: { label: 'Какие документы', hint: 'Тестовые получают номера, но не являются фискальными. Меняйте только между сменами.', choices: modes('Тестовые', 'Настоящие') },
    en: { label: 'Kind of documents', hint: 'Test documents get numbers and are not fiscal. Change this only between shifts.', choices: modes('Test', 'Real') },
  },
  signerToken: {
    lt: { label: 'Pasirašymo tarnybos raktas', hint: 'Pagal jį pasirašymo tarnyba žino, kurio kasininko КЕП naudoti. Gaunate iš to, kas ją įrengė.' },
    lv: { label: 'Parakstīšanas dienesta atslēga', hint: 'Pēc tās parakstīšanas dienests zina, kura kasiera КЕП lietot. To dod tas, kas dienestu uzstādījis.' },
    et: { label: 'Allkirjastusteenuse võti', hint: 'Selle järgi teab teenus, millise kassapidaja КЕП-i kasutada. Selle annab teenuse paigaldaja.' },
    uk: { label: 'Токен служби підпису', hint: 'За ним служба підпису знає, чиїм КЕП підписувати. Його дає той, хто її встановив.' },
    ka: { label: 'ხელმოწერის სერვისის ტოკენი', hint: 'მით სერვისი იგებს, რომელი მოლარის КЕП გამოიყენოს. გაძლევთ ის, ვინც სერვისი დააყენა.' },
    ru: { label: 'Токен службы подписи', hint: 'По нему служба подписи знает, чьей КЕП подписывать. Его даёт тот, кто её установил.' },
    en: { label: 'Token of the signer', hint: 'By it the signer knows whose КЕП to sign with. Whoever installed the signer gives it.' },
  },
  paymentSystemTin: {
    lt: { label: 'Mokėjimo sistemos kodas', hint: 'Mokėjimo tarpininko (pvz., „LiqPay“) kodas ЄДРПОУ, jei jis turi būti kvite.' },
    lv: { label: 'Maksājumu sistēmas kods', hint: 'Maksājumu starpnieka (piem., LiqPay) ЄДРПОУ kods, ja tam jābūt čekā.' },
    et: { label: 'Maksesüsteemi kood', hint: 'Maksevahendaja (nt LiqPay) ЄДРПОУ kood, kui see peab kviitungil olema.' },
    uk: { label: 'Код платіжної системи', hint: 'Код ЄДРПОУ платіжного посередника (наприклад LiqPay), якщо він має бути в чеку.' },
    ka: { label: 'საგადახდო სისტემის კოდი', hint: 'გადახდის შუამავლის (მაგალითად LiqPay) ЄДРПОУ კოდი, თუ ქვითარში უნდა იყოს.' },
    ru: { label: 'Код платёжной системы', hint: 'Код ЄДРПОУ платёжного посредника (например LiqPay), если он должен быть в чеке.' },
    en: { label: 'Code of the payment system', hint: 'The ЄДРПОУ code of the payment integrator (such as LiqPay), where receipts must show it.' },
  },
  paymentName: {
    lt: { label: 'Mokėjimo pavadinimas dokumente', hint: 'Kas rašoma lauke PAYFORMNM. Keiskite tik jei taip nurodė mokesčių tarnyba.', choices: names('Mokėjimo priemonė', 'Mokėjimo forma') },
    lv: { label: 'Maksājuma nosaukums dokumentā', hint: 'Ko raksta laukā PAYFORMNM. Mainīt tikai, ja tā norādījis nodokļu dienests.', choices: names('Maksājuma līdzeklis', 'Maksājuma forma') },
    et: { label: 'Makse nimetus dokumendis', hint: 'Mis kirjutatakse väljale PAYFORMNM. Muutke ainult maksuameti juhisel.', choices: names('Maksevahend', 'Makseviis') },
    uk: { label: 'Назва оплати в документі', hint: 'Що пишеться в полі PAYFORMNM. Змінюйте лише на вимогу податкової служби.', choices: names('Засіб оплати', 'Форма оплати') },
    ka: { label: 'გადახდის დასახელება დოკუმენტში', hint: 'რა იწერება ველში PAYFORMNM. შეცვალეთ მხოლოდ საგადასახადო სამსახურის მითითებით.', choices: names('გადახდის საშუალება', 'გადახდის ფორმა') },
    ru: { label: 'Название оплаты в документе', hint: 'Что пишется в поле PAYFORMNM. Меняйте только по указанию налоговой службы.', choices: names('Средство оплаты', 'Форма оплаты') },
    en: { label: 'Name of a payment in documents', hint: 'What the field PAYFORMNM says. Change it only where the tax service says so.', choices: names('Means of payment', 'Form of payment') },
  },
  chainOver: {
    lt: { label: 'Iš ko skaičiuojama dokumentų grandinė be ryšio', hint: 'Keiskite tik jei mokesčių tarnyba atmeta paketus.', choices: chains('Iš pasirašyto dokumento', 'Iš paties XML') },
    lv: { label: 'No kā rēķina bezsaistes dokumentu ķēdi', hint: 'Mainīt tikai, ja nodokļu dienests noraida paketes.', choices: chains('No parakstītā dokumenta', 'No paša XML') },
    et: { label: 'Millest arvutatakse ühenduseta dokumentide ahel', hint: 'Muutke ainult siis, kui maksuamet pakette tagasi lükkab.', choices: chains('Allkirjastatud dokumendist', 'XML-ist endast') },
    uk: { label: 'З чого рахується ланцюжок офлайн-документів', hint: 'Змінюйте лише тоді, коли податкова служба відхиляє пакети.', choices: chains('З підписаного документа', 'З самого XML') },
    ka: { label: 'რისგან ითვლება ოფლაინ დოკუმენტების ჯაჭვი', hint: 'შეცვალეთ მხოლოდ მაშინ, თუ საგადასახადო სამსახური პაკეტებს უარყოფს.', choices: chains('ხელმოწერილი დოკუმენტისგან', 'თავად XML-ისგან') },
    ru: { label: 'Из чего считается цепочка офлайн-документов', hint: 'Меняйте только тогда, когда налоговая служба отклоняет пакеты.', choices: chains('Из подписанного документа', 'Из самого XML') },
    en: { label: 'What the chain of offline documents is reckoned from', hint: 'Change it only if the tax service refuses packages.', choices: chains('The signed document', 'The XML itself') },
  },
  packageLengths: {
    lt: { label: 'Ilgių tvarka pakete', hint: 'Keiskite tik jei mokesčių tarnyba atmeta paketus.', choices: orders('Nuo žemiausio baito', 'Nuo aukščiausio baito') },
    lv: { label: 'Garumu secība paketē', hint: 'Mainīt tikai, ja nodokļu dienests noraida paketes.', choices: orders('No zemākā baita', 'No augstākā baita') },
    et: { label: 'Pikkuste järjestus paketis', hint: 'Muutke ainult siis, kui maksuamet pakette tagasi lükkab.', choices: orders('Madalamast baidist', 'Kõrgemast baidist') },
    uk: { label: 'Порядок байтів довжини в пакеті', hint: 'Змінюйте лише тоді, коли податкова служба відхиляє пакети.', choices: orders('Від молодшого байта', 'Від старшого байта') },
    ka: { label: 'სიგრძის ბაიტების რიგი პაკეტში', hint: 'შეცვალეთ მხოლოდ მაშინ, თუ საგადასახადო სამსახური პაკეტებს უარყოფს.', choices: orders('უმცროსი ბაიტიდან', 'უფროსი ბაიტიდან') },
    ru: { label: 'Порядок байтов длины в пакете', hint: 'Меняйте только тогда, когда налоговая служба отклоняет пакеты.', choices: orders('От младшего байта', 'От старшего байта') },
    en: { label: 'Order of length bytes in a package', hint: 'Change it only if the tax service refuses packages.', choices: orders('Lowest byte first', 'Highest byte first') },
  },
}
