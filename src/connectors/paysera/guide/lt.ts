import type { StepTexts } from './step.ts'

export const lt: StepTexts = {
  account: {
    title: 'Prisijunkite prie „Paysera“',
    reason: '„Paysera“ renka įmokas tik tam asmeniui ar įmonei, kurių tapatybę yra patvirtinusi.',
    todo: [
      'Kompiuterio naršyklėje atverkite www.paysera.lt ir prisijunkite. Telefono programėlėje yra ne visi nustatymai.',
      'Jei įmonė dar neturi paskyros, atidarykite ją ir patvirtinkite tapatybę.',
      'Pasirinkite lietuvių kalbą: šiame vadove meniu pavadinimai tokie, kokie lietuviškuose languose.',
    ],
    done: 'Matote savo įmonės paskyrą ir meniu kairėje.',
  },
  service: {
    title: 'Užsakykite įmokų surinkimą',
    reason: 'Be šios paslaugos „Paysera“ neleidžia sukurti projekto.',
    todo: [
      'Spauskite „Nustatymai“ → „Paskyros nustatymai“ → „Paslaugų valdymas“ → „Keisti“.',
      'Raskite „Įmokų surinkimas internetu per el. bankininkystę ir kitas sistemas“ ir spauskite „Užsakyti“.',
      'Norite priimti ir korteles? Jų surinkimą užsakykite vėliau, kai projektas bus patvirtintas.',
    ],
    done: 'Paslauga rodoma kaip užsakyta.',
  },
  project: {
    title: 'Pridėkite projektą',
    reason: 'Projektas – tai jūsų parduotuvė „Paysera“ sistemoje: per jį ateina pirkėjų pinigai.',
    todo: [
      'Spauskite „Projektai ir veiklos“ → „Mano projektai“ → „Pridėti naują projektą“.',
      'Pažymėkite „Naudosiu platformą“. Jei sąraše yra „Kvit“, pasirinkite ją ir spauskite „Pridėti“: adresas įsirašys pats.',
      'Jei sąraše jos nėra, pasirinkite, kad projekto adresą įvesite patys, ir įrašykite adresą, kuriuo atsiveria jūsų mokėjimo nuorodos.',
      'Jei „Paysera“ parodo kodą adresui patvirtinti, perduokite jį svetainės prižiūrėtojui: kodas įdedamas į puslapio „head“ dalį.',
    ],
    done: 'Projekto formoje matote adresą.',
  },
  description: {
    title: 'Aprašykite, ką parduodate',
    reason: 'Iš aprašymo tikrintojas ir mokėtojo bankas supranta, už ką mokama.',
    todo: [
      'Skiltyje „Paslaugos aprašymas“ pasirinkite aprašymo kalbą.',
      'Įrašykite projekto pavadinimą – tokį, kokiu jus pažįsta klientai.',
      'Įklijuokite žemiau esantį aprašymą ir pakeiskite tekstą laužtiniuose skliaustuose.',
      'Jei parduodate prekes, įklijuokite ir pristatymo bei pinigų grąžinimo sąlygas.',
    ],
    done: 'Pavadinimas ir aprašymas užpildyti, o prekėms – ir abejos sąlygos.',
    paste: [
      { label: 'Paslaugos aprašymas', text: 'Parduodame [ką parduodate]. Pirkėjas el. paštu gauna sąskaitą ir ją apmoka paspaudęs joje esančią nuorodą arba mygtuką. Sąskaitos ir mokėjimai tvarkomi sistemoje „Kvit“.' },
      { label: 'Prekių pristatymo sąlygos', text: 'Prekes pristatome per [3] darbo dienas nuo apmokėjimo pirkėjo nurodytu adresu, [per kurjerį arba paštomatą]. Pristatymas kainuoja [kaina] ir nurodomas sąskaitoje.' },
      { label: 'Pinigų grąžinimo sąlygos', text: 'Pirkėjas gali grąžinti nenaudotas prekes per 14 dienų nuo jų gavimo, nenurodydamas priežasties. Visą kainą grąžiname į sąskaitą, iš kurios buvo sumokėta, per 14 dienų nuo pranešimo.' },
    ],
  },
  contacts: {
    title: 'Nurodykite kontaktus, kuriuos matys mokėtojai',
    reason: '„Paysera“ juos siunčia kiekvienam mokėtojui kartu su apmokėjimo patvirtinimo laišku.',
    todo: [
      'Skiltyje „Kontaktinė informacija“ įrašykite telefono numerį, kuriuo kas nors atsiliepia.',
      'Įrašykite el. pašto adresą, kurį kas nors skaito.',
    ],
    done: 'Telefonas ir el. paštas užpildyti.',
  },
  review: {
    title: 'Pateikite projektą peržiūrai',
    reason: 'Tikrus mokėjimus galima priimti tik tada, kai „Paysera“ patvirtina projektą.',
    todo: [
      'Spauskite „Išsaugoti projektą“.',
      'Spauskite „Pateikti peržiūrai“.',
      'Tęskite kitus žingsnius: kol „Paysera“ tikrina, bandomieji mokėjimai jau veikia.',
      'Jei „Paysera“ paprašo ką nors pataisyti, pataisykite ir pateikite dar kartą.',
    ],
    done: '„Paysera“ atsako el. paštu, paprastai per 48 valandas.',
  },
  test_switch: {
    title: 'Leiskite bandomuosius mokėjimus',
    reason: 'Bandomasis mokėjimas parodo, kad viskas veikia, o pinigai nejuda.',
    todo: [
      'Spauskite „Projektai ir veiklos“ → „Mano projektai“ → „Projekto nustatymai“.',
      'Atverkite įmokų surinkimo paslaugos nustatymus.',
      'Leiskite bandomuosius mokėjimus ir išsaugokite.',
    ],
    done: 'Dar kartą atvėrus puslapį, nustatymas lieka įjungtas.',
  },
  callback: {
    title: 'Palyginkite adresus',
    reason: 'Šiuo adresu „Paysera“ praneša apie kiekvieną mokėjimą. Be pranešimo „Kvit“ apie pinigus nesužino.',
    todo: [
      'Nukopijuokite čia rodomą adresą.',
      'Palyginkite jo domeną su projekto adresu „Paysera“ sistemoje: jie turi sutapti.',
      'Daugiau niekur jo įrašyti nereikia: „Kvit“ jį siunčia su kiekvienu mokėjimu.',
    ],
    done: 'Domenai sutampa. Jei nesutaptų, mokėtojai matytų klaidą 0x13.',
  },
  credentials: {
    title: 'Įveskite projekto ID ir slaptažodį',
    reason: 'Jais „Kvit“ pasirašo jūsų mokėjimus ir atpažįsta tikrus pranešimus.',
    todo: [
      'Nukopijuokite projekto ID iš sąrašo „Mano projektai“.',
      'Nukopijuokite slaptažodį iš „Projekto nustatymai“ → „Bendri projekto nustatymai“.',
      'Įveskite abu čia ir išsaugokite.',
      'Programuotojas tai gali padaryti be jūsų prisijungimo: projekto nustatymuose suteikite jam teisę keisti techninius projekto parametrus.',
    ],
    done: 'Slaptažodis saugomas užšifruotas ir daugiau niekada nerodomas.',
  },
  test_payment: {
    title: 'Atlikite bandomąjį mokėjimą',
    reason: 'Tik tikras pranešimas įrodo, kad slaptažodis teisingas.',
    todo: [
      'Pradėkite bandomąjį mokėjimą čia.',
      '„Paysera“ puslapyje pasirinkite bet kurį banką ir patvirtinkite. Nieko nemokėsite.',
      'Grįžkite. Pranešimas paprastai ateina per kelias sekundes.',
      'Klaida 0x14 reiškia neteisingą slaptažodį, 0x7 – neleistus bandomuosius mokėjimus, 0x13 – nesutampančius adresus.',
    ],
    done: 'Pranešimas gautas, ir šis žingsnis pažymimas savaime.',
  },
  go_live: {
    title: 'Pradėkite priimti tikrus mokėjimus',
    reason: 'Nuo šiol jūsų sąskaitose bus mygtukas, kuriuo sumokami tikri pinigai.',
    todo: [
      'Palaukite laiško, kad „Paysera“ patvirtino projektą.',
      'Čia įjunkite tikrus mokėjimus.',
      'Išrašykite sau nedidelę sąskaitą ir ją apmokėkite.',
    ],
    done: 'Sąskaita pažymėta kaip apmokėta, o pinigai yra jūsų „Paysera“ sąskaitoje.',
  },
}
