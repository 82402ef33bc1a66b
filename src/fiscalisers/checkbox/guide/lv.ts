import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  account: {
    title: 'Izveidojiet kasi Checkbox sistēmā',
    reason: 'Checkbox uztur programmatūras kasi (ПРРО), ar kuru reģistrē jūsu čekus.',
    todo: [
      'Pieslēdzieties my.checkbox.ua vai reģistrējieties tur.',
      'Sāciet ar izmēģinājuma kasi: atveriet “Каси” un pievienojiet kasi izmēģināšanai.',
      'Nokopējiet tās licences atslēgu (“Ключ ліцензії”).',
    ],
    done: 'Jums ir licences atslēga, kas sākas ar “test”.',
  },
  cashier: {
    title: 'Pievienojiet kasieri',
    reason: 'Šī kasiera vārdā Kvit atver maiņas un reģistrē čekus.',
    todo: [
      'Atveriet “Касири” un pievienojiet kasieri tikai Kvit vajadzībām: neviens cits ar šo vārdu nedrīkst pieslēgties.',
      'Pierakstiet PIN kodu vai lietotājvārdu un paroli.',
      'Izvēlieties parakstu: izmēģināšanai — izmēģinājuma, vēlāk — to, ko glabā pats Checkbox, lai nav jātur ieslēgts dators.',
    ],
    done: 'Kasieris ir sarakstā, un viņa paraksts ir kārtībā.',
  },
  taxes: {
    title: 'Uzziniet nodokļu kodus',
    reason: 'Jūsu nodokļu tabulas burtus Checkbox pazīst pēc saviem kodiem.',
    todo: [
      'Kas nemaksā PVN, šo soli izlaiž.',
      'Kases iestatījumos atrodiet nodokļu likmes un pierakstiet kodu pie katra burta.',
    ],
    done: 'Jūs zināt katra sava čeka burta kodu.',
  },
  credentials: {
    title: 'Ievadiet atslēgas šeit',
    reason: 'Ar tām Kvit pieslēdzas Checkbox kā šīs kases kasieris.',
    todo: [
      'Ievadiet licences atslēgu.',
      'Ievadiet PIN kodu vai lietotājvārdu un paroli.',
      'Ievadiet nodokļu kodus, ja tādi ir.',
      'Saglabājiet. Kvit atslēgas pārbaudīs uzreiz.',
    ],
    done: 'Pārbaude izdevās. Atslēgas un paroles glabājas šifrētas un vairs netiek rādītas.',
  },
  test_receipt: {
    title: 'Reģistrējiet izmēģinājuma čeku',
    reason: 'Tas parāda, ka maiņa, pārdošana un Z pārskats darbojas, pirms no tiem atkarīgi īsti pārdevumi.',
    todo: [
      'Kasē atveriet maiņu un pārdodiet kaut ko par vienu grivnu.',
      'Atveriet saiti no čeka: tur jābūt teiktam, ka čeks ir izmēģinājuma.',
      'Atdodiet naudu un aizveriet maiņu ar Z pārskatu.',
    ],
    done: 'Dokumenti ir Checkbox kontā, katrs vienu reizi.',
  },
  register: {
    title: 'Reģistrējiet īsto kasi',
    reason: 'Īstiem čekiem vajadzīga kase un kasieris, ko pazīst nodokļu dienests.',
    todo: [
      'Kontā izejiet “Реєстрація каси”: Checkbox jūsu vietā iesniegs veidlapas 1-ПРРО un 5-ПРРО.',
      'Pagaidiet, līdz nodokļu dienests ir ierakstījis kasi un kasiera parakstu.',
      'Pārslēdziet kasieri uz īsto parakstu.',
      'Ievadiet šeit īstās kases licences atslēgu un tās kasieri un saglabājiet.',
    ],
    done: 'Pārbaude izdevās, un licences atslēga nesākas ar “test”.',
  },
  go_live: {
    title: 'Sāciet darbu',
    reason: 'No šī brīža jūsu pārdevumi tiek reģistrēti nodokļu dienestā.',
    todo: [
      'Izslēdziet čekus LiqPay un citur, lai neviens pārdevums netiktu reģistrēts divreiz.',
      'Ieslēdziet šeit kases īsto režīmu.',
      'Veiciet vienu īstu pārdevumu un apskatiet tā čeku nodokļu dienestā.',
    ],
    done: 'Čeks atveras cabinet.tax.gov.ua ar jūsu nosaukumu un pareizo summu.',
  },
}
