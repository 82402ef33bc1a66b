import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  shop: {
    title: 'Užregistruokite įmonę „LiqPay“',
    reason: '„LiqPay“ kiekvienai įmonei sukuria raktų porą ir išmoka pinigus į jos sąskaitą.',
    todo: [
      'Prisijunkite prie liqpay.ua ir atverkite „Мій бізнес“.',
      'Sukurkite įmonę arba pasirinkite esamą ir nurodykite, kur išmokėti pinigus.',
      'Palaukite, kol „LiqPay“ patikrins įmonę: iki tol mokėtojų pinigai sulaikomi, o po 60 dienų grąžinami.',
    ],
    done: 'Įmonė yra „Мій бізнес“ sąraše ir veikia.',
  },
  methods: {
    title: 'Įjunkite mokėjimo būdus',
    reason: 'Mokėtojas gali rinktis tik tai, kas įjungta „LiqPay“.',
    todo: [
      'Įmonės nustatymuose įjunkite norimus mokėjimo būdus.',
      'Neįjunkite „LiqPay“ fiskalinių kvitų, jei juos daro Kvit ar kita kasa: kitaip kiekvienas pardavimas bus registruotas dukart.',
    ],
    done: 'Žinote, kurie mokėjimo būdai įjungti.',
  },
  credentials: {
    title: 'Įveskite du raktus',
    reason: 'Jais Kvit pasirašo jūsų užsakymus ir pagal parašą atpažįsta „LiqPay“ pranešimus.',
    todo: [
      'Atverkite „Мій бізнес“ → „Налаштування“ → „API“.',
      'Pradėkite nuo bandomosios poros: abu raktai prasideda „sandbox_“.',
      'Nukopijuokite viešąjį ir slaptąjį raktus ir pasirinkite mokėjimo būdus.',
      'Išsaugokite. Kvit raktus patikrins iškart.',
    ],
    done: 'Patikra pavyko. Slaptasis raktas saugomas užšifruotas ir daugiau nerodomas.',
  },
  callback: {
    title: 'Adresas pranešimams',
    reason: 'Šiuo adresu „LiqPay“ praneša Kvit apie kiekvieną mokėjimą.',
    todo: [
      'Nieko įvesti nereikia: Kvit adresą siunčia su kiekvienu užsakymu.',
      'Jei adreso reikalauja įmonės nustatymai, nukopijuokite ten šį.',
    ],
    done: 'Po bandomojo mokėjimo pranešimas ateina pats.',
  },
  test_payment: {
    title: 'Atlikite bandomąjį mokėjimą',
    reason: 'Jis parodo, kad raktai ir pranešimai teisingi, dar prieš judant pinigams.',
    todo: [
      'Pradėkite bandomąjį mokėjimą čia ir „LiqPay“ puslapyje pasirinkite kortelę.',
      'Įveskite kortelę 4242 4242 4242 4242, bet kurią būsimą datą ir bet kurį kodą.',
      'Jei „LiqPay“ sako, kad gavėjas neturi kortelės, įmonės nustatymuose pridėkite išmokų sąskaitą.',
    ],
    done: 'Mokėjimas atėjo, ir žingsnis pažymėtas savaime.',
  },
  live_keys: {
    title: 'Pereikite prie tikrųjų raktų',
    reason: 'Bandomoji pora pinigų nejudina.',
    todo: [
      '„LiqPay“ atverkite tą patį nustatymų puslapį.',
      'Nukopijuokite tikruosius viešąjį ir slaptąjį raktus: nė vienas neprasideda „sandbox_“.',
      'Įveskite abu čia ir išsaugokite.',
    ],
    done: 'Tikrųjų raktų patikra pavyko.',
  },
  go_live: {
    title: 'Pradėkite priimti mokėjimus',
    reason: 'Nuo šiol jūsų sąskaitas ir kvitus galima apmokėti per „LiqPay“.',
    todo: [
      'Įjunkite čia tikrąjį kanalo režimą.',
      'Apmokėkite savo nedidelę sąskaitą ir grąžinkite pinigus.',
    ],
    done: 'Sąskaita pažymėta apmokėta, o mokėjimas matomas „LiqPay“ paskyroje.',
  },
}
