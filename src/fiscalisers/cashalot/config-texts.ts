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
    lt: { label: 'Pasirašymo sertifikatas', hint: 'Kasininko sertifikato failas (.crt arba .cer) arba jo turinys kaip Base64 ar PEM tekstas.' },
    lv: { label: 'Parakstīšanas sertifikāts', hint: 'Kasiera sertifikāta fails (.crt vai .cer) vai tā saturs kā Base64 vai PEM teksts.' },
    et: { label: 'Allkirjastamise sertifikaat', hint: 'Kassapidaja sertifikaadi fail (.crt või .cer) või selle sisu Base64- või PEM-tekstina.' },
    uk: { label: 'Сертифікат підпису', hint: 'Файл сертифіката касира (.crt або .cer) чи його вміст текстом Base64 або PEM.' },
    ka: { label: 'ხელმოწერის სერტიფიკატი', hint: 'მოლარის სერტიფიკატის ფაილი (.crt ან .cer) ან მისი შიგთავსი Base64 ან PEM ტექსტად.' },
    ru: { label: 'Сертификат подписи', hint: 'Файл сертификата кассира (.crt или .cer) или его содержимое текстом Base64 или PEM.' },
    en: { label: 'Signing certificate', hint: 'The cashier’s certificate file (.crt or .cer), or its content as Base64 or PEM text.' },
  },
  privateKey: {
    lt: { label: 'Slaptojo rakto failas', hint: 'Failas Key-6.dat, .pfx arba .jks, arba jo turinys kaip Base64 tekstas. Saugomas užšifruotas ir siunčiamas tik „Cashalot“.' },
    lv: { label: 'Privātās atslēgas fails', hint: 'Fails Key-6.dat, .pfx vai .jks vai arī tā saturs kā Base64 teksts. Glabājas šifrēts un tiek sūtīts tikai Cashalot.' },
    et: { label: 'Salavõtme fail', hint: 'Fail Key-6.dat, .pfx või .jks või siis selle sisu Base64-tekstina. Hoitakse krüpteeritult ja saadetakse ainult Cashalotile.' },
    uk: { label: 'Файл особистого ключа', hint: 'Файл Key-6.dat, .pfx або .jks чи його вміст текстом Base64. Зберігається зашифрованим і надсилається лише до Cashalot.' },
    ka: { label: 'პირადი გასაღების ფაილი', hint: 'ფაილი Key-6.dat, .pfx ან .jks, ან მისი შიგთავსი Base64 ტექსტად. ინახება დაშიფრულად და იგზავნება მხოლოდ Cashalot-ში.' },
    ru: { label: 'Файл личного ключа', hint: 'Файл Key-6.dat, .pfx или .jks либо его содержимое текстом Base64. Хранится зашифрованным и отправляется только в Cashalot.' },
    en: { label: 'Private key file', hint: 'The file Key-6.dat, .pfx or .jks, or its content as Base64 text. It is stored encrypted and sent to Cashalot only.' },
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
