import type { StepTexts } from './step.ts'

export const lv: StepTexts = {
  account: {
    title: 'Pieslēdzieties Paysera',
    reason: 'Paysera iekasē maksājumus tikai personai vai uzņēmumam, kura identitāte ir pārbaudīta.',
    todo: [
      'Datora pārlūkā atveriet www.paysera.lv un pieslēdzieties. Tālruņa lietotnē nav visu iestatījumu.',
      'Ja uzņēmumam vēl nav konta, atveriet to un pabeidziet identifikāciju.',
      'Ja kādu nosaukumu neatrodat, pārslēdziet vietni angļu valodā: angliskie nosaukumi šeit ņemti no angļu ekrāniem.',
    ],
    done: 'Jūs redzat sava uzņēmuma kontu un izvēlni kreisajā pusē.',
  },
  service: {
    title: 'Pasūtiet maksājumu iekasēšanu',
    reason: 'Bez šī pakalpojuma Paysera neļauj pievienot projektu.',
    todo: [
      'Spiediet “Settings” → “Profile settings” → “Service management” → “Change”.',
      'Atrodiet “Online payment collection via e-banking and other systems” un spiediet “Order”.',
      'Vai vēlaties pieņemt arī kartes? Karšu maksājumus pasūtiet vēlāk, kad projekts būs apstiprināts.',
    ],
    done: 'Pakalpojums ir redzams kā pasūtīts.',
  },
  project: {
    title: 'Pievienojiet projektu',
    reason: 'Projekts ir jūsu veikals Paysera sistēmā: caur to ienāk pircēju nauda.',
    todo: [
      'Spiediet “Projekti un aktivitātes” → “Mani projekti” → “Add a new project”.',
      'Izvēlieties “I will use a platform”. Ja sarakstā ir Kvit, atzīmējiet to un spiediet “Add”: adrese ierakstīsies pati.',
      'Ja sarakstā tās nav, izvēlieties “I will enter the project address myself” un ierakstiet adresi, kurā atveras jūsu maksājumu saites.',
      'Ja Paysera parāda kodu adreses apstiprināšanai, nododiet to vietnes uzturētājam: tas jāievieto lapas “head” daļā.',
    ],
    done: 'Projekta veidlapā redzama adrese.',
  },
  description: {
    title: 'Aprakstiet, ko pārdodat',
    reason: 'No apraksta pārbaudītājs un maksātāja banka saprot, par ko tiek maksāts.',
    todo: [
      'Sadaļā “Service description” izvēlieties apraksta valodu.',
      'Ierakstiet projekta nosaukumu – tādu, kādā jūs pazīst klienti.',
      'Ielīmējiet zemāk esošo aprakstu un nomainiet tekstu kvadrātiekavās.',
      'Ja pārdodat preces, ielīmējiet arī piegādes un naudas atmaksas noteikumus.',
    ],
    done: 'Nosaukums un apraksts ir aizpildīti, precēm – arī abi noteikumi.',
    paste: [
      { label: 'Pakalpojuma apraksts', text: 'Mēs pārdodam [ko pārdodat]. Pircējs pa e-pastu saņem rēķinu un apmaksā to, izmantojot tajā esošo saiti vai pogu. Rēķini un maksājumi tiek apstrādāti sistēmā Kvit.' },
      { label: 'Piegādes noteikumi', text: 'Preces piegādājam [3] darba dienu laikā pēc apmaksas uz pircēja norādīto adresi, [ar kurjeru vai pakomātu]. Piegāde maksā [cena] un ir norādīta rēķinā.' },
      { label: 'Naudas atmaksas noteikumi', text: 'Pircējs var atdot nelietotas preces 14 dienu laikā pēc to saņemšanas, nenorādot iemeslu. Visu summu atmaksājam uz kontu, no kura tika maksāts, 14 dienu laikā pēc paziņojuma.' },
    ],
  },
  contacts: {
    title: 'Norādiet kontaktus, ko redzēs maksātāji',
    reason: 'Paysera tos nosūta katram maksātājam vēstulē, kas apstiprina maksājumu.',
    todo: [
      'Sadaļā “Contact information” ierakstiet tālruņa numuru, uz kuru kāds atbild.',
      'Ierakstiet e-pasta adresi, kuru kāds lasa.',
    ],
    done: 'Tālrunis un e-pasts ir aizpildīti.',
  },
  review: {
    title: 'Iesniedziet projektu pārbaudei',
    reason: 'Īstus maksājumus var pieņemt tikai tad, kad Paysera projektu ir apstiprinājusi.',
    todo: [
      'Spiediet “Save project”.',
      'Spiediet “Submit for review”.',
      'Turpiniet ar nākamajiem soļiem: kamēr Paysera pārbauda, testa maksājumi jau darbojas.',
      'Ja Paysera lūdz kaut ko labot, izlabojiet un iesniedziet vēlreiz.',
    ],
    done: 'Paysera atbild pa e-pastu, parasti 48 stundu laikā.',
  },
  test_switch: {
    title: 'Atļaujiet testa maksājumus',
    reason: 'Testa maksājums parāda, ka viss darbojas, un nauda nekustas.',
    todo: [
      'Spiediet “Projekti un aktivitātes” → “Mani projekti” → “Projekta iestatījumi”.',
      'Atveriet “Payment collection service settings”.',
      'Atļaujiet testa maksājumus un saglabājiet.',
    ],
    done: 'Atverot lapu vēlreiz, iestatījums joprojām ir ieslēgts.',
  },
  callback: {
    title: 'Salīdziniet adreses',
    reason: 'Uz šo adresi Paysera ziņo par katru maksājumu. Bez ziņas Kvit par naudu neuzzina.',
    todo: [
      'Nokopējiet šeit redzamo adresi.',
      'Salīdziniet tās domēnu ar projekta adresi Paysera sistēmā: tiem jāsakrīt.',
      'Citur tā nav jāraksta: Kvit to nosūta kopā ar katru maksājumu.',
    ],
    done: 'Domēni sakrīt. Ja tie nesakristu, maksātāji redzētu kļūdu 0x13.',
  },
  credentials: {
    title: 'Ievadiet projekta ID un paroli',
    reason: 'Ar tiem Kvit paraksta jūsu maksājumus un atpazīst īstus ziņojumus.',
    todo: [
      'Nokopējiet projekta ID no saraksta “Mani projekti”.',
      'Nokopējiet paroli no “Projekta iestatījumi” → “General project settings”.',
      'Ievadiet abus šeit un saglabājiet.',
      'Programmētājs to var izdarīt bez jūsu piekļuves: sadaļā “Administrēšanas tiesības” piešķiriet viņam tiesības “Change technical parameters of the project”.',
    ],
    done: 'Parole tiek glabāta šifrēta un vairs nekad netiek rādīta.',
  },
  test_payment: {
    title: 'Veiciet testa maksājumu',
    reason: 'Tikai īsts ziņojums pierāda, ka parole ir pareiza.',
    todo: [
      'Sāciet testa maksājumu šeit.',
      'Paysera lapā izvēlieties jebkuru banku un apstipriniet. Jūs neko nemaksājat.',
      'Atgriezieties. Ziņojums parasti pienāk dažu sekunžu laikā.',
      'Kļūda 0x14 nozīmē nepareizu paroli, 0x7 – ka testa maksājumi nav atļauti, 0x13 – ka adreses nesakrīt.',
    ],
    done: 'Ziņojums ir saņemts, un šis solis tiek atzīmēts pats.',
  },
  go_live: {
    title: 'Sāciet pieņemt īstus maksājumus',
    reason: 'No šī brīža jūsu rēķinos būs poga, ar kuru maksā īstu naudu.',
    todo: [
      'Sagaidiet e-pastu, ka Paysera projektu ir apstiprinājusi.',
      'Ieslēdziet šeit īstos maksājumus.',
      'Izrakstiet sev nelielu rēķinu un apmaksājiet to.',
    ],
    done: 'Rēķins ir atzīmēts kā apmaksāts, un nauda ir jūsu Paysera kontā.',
  },
}
