import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  account: {
    title: 'Sukurkite kasą Checkbox sistemoje',
    reason: 'Checkbox tvarko programinę kasą (ПРРО), per kurią registruojami jūsų kvitai.',
    todo: [
      'Prisijunkite my.checkbox.ua arba ten užsiregistruokite.',
      'Pradėkite nuo bandomosios kasos: atverkite „Каси“ ir pridėkite kasą bandymams.',
      'Nukopijuokite jos licencijos raktą („Ключ ліцензії“).',
    ],
    done: 'Turite licencijos raktą, kuris prasideda „test“.',
  },
  cashier: {
    title: 'Pridėkite kasininką',
    reason: 'Šio kasininko vardu Kvit atidaro pamainas ir registruoja kvitus.',
    todo: [
      'Atverkite „Касири“ ir pridėkite kasininką, skirtą tik Kvit: niekas kitas tuo vardu neturi jungtis.',
      'Užsirašykite PIN kodą arba prisijungimo vardą ir slaptažodį.',
      'Pasirinkite parašą: bandymams – bandomąjį, vėliau – tą, kurį saugo pats Checkbox, kad nereikėtų laikyti įjungto kompiuterio.',
    ],
    done: 'Kasininkas yra sąraše, o jo parašas tvarkingas.',
  },
  taxes: {
    title: 'Suraskite mokesčių kodus',
    reason: 'Jūsų mokesčių lentelės raides Checkbox žino pagal savo kodus.',
    todo: [
      'Kas nemoka PVM, šį žingsnį praleidžia.',
      'Kasos nustatymuose raskite mokesčių tarifus ir užsirašykite kodą prie kiekvienos raidės.',
    ],
    done: 'Žinote kiekvienos savo kvitų raidės kodą.',
  },
  credentials: {
    title: 'Įveskite raktus čia',
    reason: 'Su jais Kvit prisijungia prie Checkbox kaip šios kasos kasininkas.',
    todo: [
      'Įveskite licencijos raktą.',
      'Įveskite PIN kodą arba prisijungimo vardą ir slaptažodį.',
      'Įveskite mokesčių kodus, jei jų turite.',
      'Išsaugokite. Kvit raktus patikrins iš karto.',
    ],
    done: 'Patikra pavyko. Raktai ir slaptažodžiai saugomi užšifruoti ir daugiau nerodomi.',
  },
  test_receipt: {
    title: 'Užregistruokite bandomąjį kvitą',
    reason: 'Jis parodo, kad pamaina, pardavimas ir Z ataskaita veikia dar prieš tikrus pardavimus.',
    todo: [
      'Kasoje atidarykite pamainą ir parduokite ką nors už vieną grivną.',
      'Atverkite nuorodą iš kvito: ten turi būti parašyta, kad kvitas bandomasis.',
      'Grąžinkite pinigus ir uždarykite pamainą Z ataskaita.',
    ],
    done: 'Dokumentai yra Checkbox paskyroje, kiekvienas po vieną kartą.',
  },
  register: {
    title: 'Užregistruokite tikrąją kasą',
    reason: 'Tikriems kvitams reikia kasos ir kasininko, kuriuos žino mokesčių tarnyba.',
    todo: [
      'Paskyroje atlikite „Реєстрація каси“: Checkbox už jus pateiks formas 1-ПРРО ir 5-ПРРО.',
      'Palaukite, kol mokesčių tarnyba įtrauks kasą ir kasininko parašą.',
      'Perjunkite kasininką į tikrąjį parašą.',
      'Čia įveskite tikrosios kasos licencijos raktą bei jos kasininką ir išsaugokite.',
    ],
    done: 'Patikra pavyko, o licencijos raktas neprasideda „test“.',
  },
  go_live: {
    title: 'Pradėkite dirbti',
    reason: 'Nuo šiol jūsų pardavimai registruojami mokesčių tarnyboje.',
    todo: [
      'Išjunkite kvitus LiqPay ir kitur, kad nė vienas pardavimas nebūtų užregistruotas du kartus.',
      'Čia įjunkite tikrąjį kasos režimą.',
      'Atlikite vieną tikrą pardavimą ir peržiūrėkite jo kvitą mokesčių tarnyboje.',
    ],
    done: 'Kvitas atsiveria cabinet.tax.gov.ua, su jūsų pavadinimu ir teisinga suma.',
  },
}
