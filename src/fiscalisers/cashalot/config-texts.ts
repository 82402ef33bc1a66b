import type { FieldTexts } from '../../connectors/contract.ts'
import type { FieldName } from './config.ts'

export const FIELD_TEXTS: FieldTexts<FieldName> = {
  numFiscal: {
    lt: { label: 'Kasos fiskalinis numeris (ПРРО)', hint: 'Skaitmenys, kuriuos mokesčių tarnyba suteikė kasą įregistravus, pavyzdžiui, 4000000001.' },
    lv: { label: 'Kases fiskālais numurs (ПРРО)', hint: 'Cipari, ko nodokļu dienests piešķīris, kasi reģistrējot, piemēram, 4000000001.' },
    et: { label: 'Kassa fiskaalnumber (ПРРО)', hint: 'Numbrid, mille maksuamet kassa registreerimisel andis, näiteks 4000000001.' },
    uk: { label: 'Фіскальний номер ПРРО', hint: 'Цифри, які податкова служба надала під час реєстрації каси, наприклад 4000000001.' },
    ka: { label: 'სალაროს ფისკალური ნომერი (ПРРО)', hint: 'ციფრები, რომლებიც საგადასახადო სამსახურმა სალაროს რეგისტრაციისას მიანიჭა, მაგალითად 4000000001.' },
    ru: { label: 'Фискальный номер ПРРО', hint: 'Цифры, которые налоговая служба присвоила при регистрации кассы, например 4000000001.' },
    en: { label: 'Fiscal number of the register (ПРРО)', hint: 'The digits that the tax service gave when the register was registered, such as 4000000001.' },
  },
  certificate: {
    lt: { label: 'Pasirašymo sertifikatas, Base64', hint: 'Kasininko sertifikato failo (.crt arba .cer) turinys kaip Base64 tekstas. Tinka ir PEM.' },
    lv: { label: 'Parakstīšanas sertifikāts, Base64', hint: 'Kasiera sertifikāta faila (.crt vai .cer) saturs kā Base64 teksts. Der arī PEM.' },
    et: { label: 'Allkirjastamise sertifikaat, Base64', hint: 'Kassapidaja sertifikaadifaili (.crt või .cer) sisu Base64 tekstina. Sobib ka PEM.' },
    uk: { label: 'Сертифікат підпису, Base64', hint: 'Вміст файлу сертифіката касира (.crt або .cer) текстом Base64. Підходить і PEM.' },
    ka: { label: 'ხელმოწერის სერტიფიკატი, Base64', hint: 'მოლარის სერტიფიკატის ფაილის (.crt ან .cer) შიგთავსი Base64 ტექსტად. PEM-იც გამოდგება.' },
    ru: { label: 'Сертификат подписи, Base64', hint: 'Содержимое файла сертификата кассира (.crt или .cer) текстом Base64. Подходит и PEM.' },
    en: { label: 'Signing certificate, Base64', hint: 'The cashier’s certificate file (.crt or .cer) as Base64 text. PEM will do as well.' },
  },
  privateKey: {
    lt: { label: 'Slaptojo rakto failas, Base64', hint: 'Failo Key-6.dat, .pfx arba .jks turinys kaip Base64 tekstas. Saugomas užšifruotas ir siunčiamas tik „Cashalot“.' },
    lv: { label: 'Privātās atslēgas fails, Base64', hint: 'Faila Key-6.dat, .pfx vai .jks saturs kā Base64 teksts. Glabājas šifrēts un tiek sūtīts tikai Cashalot.' },
    et: { label: 'Salavõtme fail, Base64', hint: 'Faili Key-6.dat, .pfx või .jks sisu Base64 tekstina. Hoitakse krüpteeritult ja saadetakse ainult Cashalotile.' },
    uk: { label: 'Файл особистого ключа, Base64', hint: 'Вміст файлу Key-6.dat, .pfx або .jks текстом Base64. Зберігається зашифрованим і надсилається лише до Cashalot.' },
    ka: { label: 'პირადი გასაღების ფაილი, Base64', hint: 'ფაილის Key-6.dat, .pfx ან .jks შიგთავსი Base64 ტექსტად. ინახება დაშიფრულად და იგზავნება მხოლოდ Cashalot-ში.' },
    ru: { label: 'Файл личного ключа, Base64', hint: 'Содержимое файла Key-6.dat, .pfx или .jks текстом Base64. Хранится зашифрованным и отправляется только в Cashalot.' },
    en: { label: 'Private key file, Base64', hint: 'The file Key-6.dat, .pfx or .jks as Base64 text. It is stored encrypted and sent to Cashalot only.' },
  },
  password: {
    lt: { label: 'Rakto slaptažodis', hint: 'Tas, kuriuo atrakinamas rakto failas.' },
    lv: { label: 'Atslēgas parole', hint: 'Tā, ar ko atslēdz atslēgas failu.' },
    et: { label: 'Võtme parool', hint: 'See, millega võtmefail avatakse.' },
    uk: { label: 'Пароль ключа', hint: 'Той, яким відкривається файл ключа.' },
    ka: { label: 'გასაღების პაროლი', hint: 'ის, რომლითაც გასაღების ფაილი იხსნება.' },
    ru: { label: 'Пароль ключа', hint: 'Тот, которым открывается файл ключа.' },
    en: { label: 'Password of the key', hint: 'The one that opens the key file.' },
  },
  paymentSystemTaxNumber: {
    lt: { label: 'Mokėjimo sistemos mokesčių numeris', hint: 'Ukrainos kodas (ЄДРПОУ), kurį čekis nurodo prie mokėjimo nuoroda, iš jūsų sutarties su „LiqPay“. Tuščia – čekyje jo nebus.' },
    lv: { label: 'Maksājumu sistēmas nodokļu numurs', hint: 'Ukrainas kods (ЄДРПОУ), ko čeks rāda pie maksājuma ar saiti; tas ir jūsu līgumā ar LiqPay. Tukšs — čekā tā nebūs.' },
    et: { label: 'Maksesüsteemi maksunumber', hint: 'Ukraina kood (ЄДРПОУ), mille kviitung lingiga makse juures näitab; see on teie lepingus LiqPayga. Tühi: kviitungil seda pole.' },
    uk: { label: 'Податковий номер платіжної системи', hint: 'Код ЄДРПОУ, який чек показує біля оплати за посиланням; він є у вашому договорі з LiqPay. Порожньо — у чеку його не буде.' },
    ka: { label: 'გადახდის სისტემის საგადასახადო ნომერი', hint: 'უკრაინული კოდი (ЄДРПОУ), რომელსაც ჩეკი ბმულით გადახდასთან უთითებს; წერია LiqPay-სთან თქვენს ხელშეკრულებაში. ცარიელი — ჩეკში არ იქნება.' },
    ru: { label: 'Налоговый номер платёжной системы', hint: 'Код ЕГРПОУ (ЄДРПОУ), который чек показывает у оплаты по ссылке; он есть в вашем договоре с LiqPay. Пусто — в чеке его не будет.' },
    en: { label: 'Tax number of the payment system', hint: 'The Ukrainian code (ЄДРПОУ) that receipts give for payments by link; it is in your contract with LiqPay. Empty: receipts carry none.' },
  },
  paymentSystem: {
    lt: { label: 'Kurios mokėjimo sistemos tas numeris', hint: 'Pavadinimas, kokį rodo čekis.' },
    lv: { label: 'Kuras maksājumu sistēmas ir šis numurs', hint: 'Nosaukums, kādu rāda čeks.' },
    et: { label: 'Millise maksesüsteemi number see on', hint: 'Nimi, nagu see kviitungil seisab.' },
    uk: { label: 'Чий це номер', hint: 'Назва платіжної системи, як її пише чек.' },
    ka: { label: 'რომელი გადახდის სისტემის ნომერია', hint: 'სახელი, როგორც ჩეკში წერია.' },
    ru: { label: 'Чей это номер', hint: 'Название платёжной системы, как его пишет чек.' },
    en: { label: 'Whose number that is', hint: 'The payment system’s name as receipts write it.' },
  },
}
