import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  register: {
    title: 'Įregistruokite kasą mokesčių tarnyboje',
    reason: 'Čekius gali išduoti tik kasa, turinti fiskalinį numerį.',
    todo: [
      'Elektroniniame mokėtojo kabinete (cabinet.tax.gov.ua) pateikite formą 1-ПРРО kasai ir 5-ПРРО – pasirašysiančių asmenų parašams.',
      'Palaukite atsakymo su kasos fiskaliniu numeriu.',
    ],
    done: 'Turite fiskalinį numerį: vien skaitmenys, pavyzdžiui, 4000000001.',
  },
  licence: {
    title: 'Užsakykite „Cashalot“ API',
    reason: '„Cashalot“ programoms atsako tik už tas kasas, kurios turi API licenciją.',
    todo: [
      'Paprašykite „Cashalot“ licencijos „Cashalot API“ ir nurodykite kasos fiskalinį numerį.',
      'Niekur kitur šia kasa nesinaudokite: kitoje programoje padarytas čekis paslenka jos numerius, tada Kvit sustoja ir kviečia žmogų.',
      'Išjunkite automatinius „LiqPay“ čekius, kitaip kiekvienas pardavimas bus registruotas du kartus.',
    ],
    done: '„Cashalot“ patvirtino šios kasos licenciją.',
  },
  key: {
    title: 'Paruoškite raktą ir sertifikatą',
    reason: 'Kiekvienas dokumentas pasirašomas kasininko raktu, o „Cashalot“ pasirašo tuo, kurį atsiunčia Kvit.',
    todo: [
      'Iš savo sertifikavimo centro paimkite rakto failą (Key-6.dat, .pfx arba .jks), jo sertifikatą (.crt arba .cer) ir slaptažodį.',
      'Naudokite atskirą kasos raktą – antspaudo arba kasininko, ne direktoriaus: jis bus saugomas Kvit.',
    ],
    done: 'Turite du failus ir slaptažodį.',
  },
  credentials: {
    title: 'Įveskite numerį, sertifikatą, raktą ir slaptažodį',
    reason: 'Su jais Kvit klausia „Cashalot“ apie kasą ir registruoja jos dokumentus.',
    todo: [
      'Įveskite kasos fiskalinį numerį.',
      'Pasirinkite sertifikato failą ir rakto failą, įveskite slaptažodį.',
      'Jei priimate mokėjimus nuoroda, įveskite mokėjimo sistemos mokesčių numerį.',
      'Išsaugokite. Kvit iškart paklaus „Cashalot“ apie kasos būseną.',
    ],
    done: 'Rodoma kasos būsena. Raktas ir slaptažodis saugomi užšifruoti ir daugiau nerodomi.',
  },
  first_receipt: {
    title: 'Padarykite pirmą čekį ir jį grąžinkite',
    reason: 'Taip matyti, kad pamaina, čekis, grąžinimas ir Z ataskaita pavyksta, kol pirkėjai nelaukia. Bandomosios kasos „Cashalot“ neturi: šis čekis tikras.',
    todo: [
      'Atidarykite pamainą ir užregistruokite vienos grivinos pardavimą.',
      'Atverkite čekio nuorodą: jį rodo mokesčių tarnybos puslapis.',
      'Užregistruokite to pardavimo grąžinimą ir uždarykite pamainą.',
    ],
    done: 'Z ataskaitoje – vienas pardavimas ir vienas tokios pat sumos grąžinimas.',
  },
  go_live: {
    title: 'Pradėkite dirbti',
    reason: 'Nuo šiol šios kasos pardavimai registruojami mokesčių tarnyboje.',
    todo: [
      'Parduokite šia kasa Kvit ir niekur kitur ja nesinaudokite.',
      'Pirmos dienos pabaigoje palyginkite Z ataskaitą su pardavimais Kvit.',
    ],
    done: 'Čekiai turi fiskalinį numerį ir nuorodą į mokesčių tarnybą.',
  },
}
