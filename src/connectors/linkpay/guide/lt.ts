import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  agreement: {
    title: 'Pasirašykite sutartį su banku',
    reason: 'LHV, SEB ir „Swedbank“ siūlo tą pačią paslaugą, o ją teikia „EveryPay“.',
    todo: ['Užsakykite banke mokėjimų surinkimą su „LinkPay“.', 'Palaukite laiško, kuriuo „EveryPay“ suteikia prieigą prie pardavėjo portalo, iš pradžių bandomojo.'],
    done: 'Galite prisijungti prie bandomojo portalo.',
  },
  link: {
    title: 'Pridėkite nuorodą',
    reason: 'Visoms sąskaitoms užtenka vienos nuorodos: Kvit įrašo į ją numerį ir sumą ir pasirašo.',
    todo: [
      'Portale spauskite „LinkPay“ → „Links“ → „Add link“.',
      'Pavadinkite ją, pavyzdžiui, „Sąskaitos apmokėjimas“, ir pasirinkite apdorojimo sąskaitą.',
      'Lauką „Link Expires“ palikite tuščią: nuorodas sąskaitų, kurių mokėti nebegalima, uždaro pats Kvit.',
      'Dar nesaugokite: toliau – laukai.',
    ],
    done: 'Atidaryta nuorodos forma.',
  },
  fields: {
    title: 'Pažymėkite laukus',
    reason: 'Be šių žymių mokėjimas ateis su numeriu, kurio Kvit neatpažins.',
    todo: [
      'Pažymėkite „URL Changeable“ prie sumos, užsakymo numerio, sąskaitos numerio, pirkėjo vardo ir el. pašto.',
      'Sumą ir užsakymo numerį nustatykite tik skaitomus, kad mokėtojas jų nekeistų.',
      'Spauskite „Save“.',
      'Dalyje „E-shop settings“ palikite įjungtą patikrą, kad užsakymo numeris apmokamas tik kartą.',
    ],
    done: 'Nuorodos puslapyje rodomas „Link Token“.',
  },
  credentials: {
    title: 'Įveskite tris reikšmes',
    reason: 'Jomis Kvit pasirašo jūsų nuorodas ir teiraujasi „EveryPay“ apie mokėjimus.',
    todo: [
      'Nukopijuokite „Link Token“ iš nuorodos puslapio.',
      'Nukopijuokite „API username“ ir „API secret“ iš „General settings“.',
      'Pasirinkite savo banką. Jei žinote apdorojimo sąskaitos pavadinimą, įveskite jį: tada nė vienas mokėjimas neliks nepastebėtas.',
      'Išsaugokite. Kvit reikšmes patikrina iš karto.',
    ],
    done: 'Patikra pavyko. Raktas saugomas užšifruotas ir daugiau nerodomas.',
  },
  callback: {
    title: 'Nurodykite „EveryPay“ pranešimų adresą',
    reason: 'Be jo Kvit nesužinos, kad nuoroda apmokėta.',
    todo: [
      'Nukopijuokite čia rodomą adresą.',
      'Įklijuokite jį portale: „E-shop settings“ → „Payments“ → „Callback Notification URL“.',
      'Papildomus pranešimus palikite įjungtus, kad būtų pranešama ir apie grąžinimus.',
      'Spauskite „Save“.',
    ],
    done: 'Atidarius puslapį iš naujo, adresas tebėra.',
  },
  test_payment: {
    title: 'Atlikite bandomąjį mokėjimą',
    reason: 'Tikrąją prieigą „EveryPay“ suteikia tik po pavykusio mokėjimo bandomojoje aplinkoje.',
    todo: [
      'Pradėkite bandomąjį mokėjimą čia ir „EveryPay“ puslapyje pasirinkite banką arba kortelę.',
      'Sumokėkite. Tikri pinigai nejuda. Bandomojoje aplinkoje pranešimas gali vėluoti.',
      'Jei nieko negaunate, patikrinkite ankstesnio žingsnio adresą.',
    ],
    done: 'Mokėjimas gautas, ir žingsnis pažymėtas savaime.',
  },
  live_access: {
    title: 'Pakeiskite reikšmes tikrosiomis',
    reason: 'Tikrajame portale nuoroda, naudotojo vardas ir raktas yra kiti.',
    todo: [
      'Praneškite „EveryPay“, kad bandymas pavyko, ir palaukite prieigos prie tikrojo portalo.',
      'Pridėkite ten nuorodą su tais pačiais laukais ir įklijuokite tą patį pranešimų adresą.',
      'Įveskite čia tris tikrąsias reikšmes ir pasirinkite tikrąją aplinką.',
    ],
    done: 'Tikrųjų reikšmių patikra pavyko.',
  },
  go_live: {
    title: 'Pradėkite priimti mokėjimus',
    reason: 'Nuo šiol jūsų sąskaitose bus nuoroda tikriems pinigams.',
    todo: ['Įjunkite čia tikrąjį kanalo režimą.', 'Išrašykite sau nedidelę sąskaitą ir ją apmokėkite.'],
    done: 'Sąskaita pažymėta apmokėta, o pinigai yra jūsų banko sąskaitoje.',
  },
}
