import type { StepTexts } from './step.ts'

export const et: StepTexts = {
  shop: {
    title: 'Registreerige ettevõte LiqPays',
    reason: 'LiqPay teeb igale ettevõttele võtmepaari ja maksab raha välja selle kontole.',
    todo: [
      'Logige sisse aadressil liqpay.ua ja avage „Мій бізнес“.',
      'Looge ettevõte või valige olemasolev ja märkige, kuhu raha välja makstakse.',
      'Oodake, kuni LiqPay on ettevõtte üle kontrollinud: seni hoitakse maksjate raha kinni ja 60 päeva pärast antakse tagasi.',
    ],
    done: 'Ettevõte on loendis „Мій бізнес“ ja töötab.',
  },
  methods: {
    title: 'Lülitage makseviisid sisse',
    reason: 'Maksja saab kasutada ainult seda, mis on LiqPays sisse lülitatud.',
    todo: [
      'Lülitage ettevõtte seadetes soovitud makseviisid sisse.',
      'Ärge lülitage sisse LiqPay fiskaalkviitungeid, kui neid teeb Kvit või mõni muu kassa: muidu registreeritakse iga müük kaks korda.',
    ],
    done: 'Teate, millised makseviisid on sees.',
  },
  credentials: {
    title: 'Sisestage kaks võtit',
    reason: 'Nendega allkirjastab Kvit teie tellimused ja tunneb allkirja järgi ära LiqPay teated.',
    todo: [
      'Avage „Мій бізнес“ → „Налаштування“ → „API“.',
      'Alustage proovipaarist: mõlema võtme algus on „sandbox_“.',
      'Kopeerige avalik võti ja salavõti ning valige makseviisid.',
      'Salvestage. Kvit kontrollib võtmeid kohe.',
    ],
    done: 'Kontroll õnnestus. Salavõtit hoitakse krüpteeritult ja rohkem ei näidata.',
  },
  callback: {
    title: 'Aadress teadete jaoks',
    reason: 'Sellel aadressil teatab LiqPay Kvitile igast maksest.',
    todo: [
      'Midagi pole vaja sisestada: Kvit saadab aadressi iga tellimusega.',
      'Kui aadressi nõuavad ettevõtte seaded, kopeerige see sinna.',
    ],
    done: 'Pärast proovimakset tuleb teade ise.',
  },
  test_payment: {
    title: 'Tehke proovimakse',
    reason: 'See näitab, et võtmed ja teated on õiged, enne kui raha liigub.',
    todo: [
      'Alustage proovimakset siin ja valige LiqPay lehel kaart.',
      'Sisestage kaart 4242 4242 4242 4242, suvaline tulevane kuupäev ja suvaline kood.',
      'Kui LiqPay ütleb, et saajal pole kaarti, lisage ettevõtte seadetes väljamaksete konto.',
    ],
    done: 'Makse on saabunud ja samm märgiti ise tehtuks.',
  },
  live_keys: {
    title: 'Minge üle päris võtmetele',
    reason: 'Proovipaar raha ei liiguta.',
    todo: [
      'Avage LiqPays sama seadete leht.',
      'Kopeerige päris avalik võti ja salavõti: kummagi algus ei ole „sandbox_“.',
      'Sisestage mõlemad siin ja salvestage.',
    ],
    done: 'Päris võtmete kontroll õnnestus.',
  },
  go_live: {
    title: 'Alustage maksete vastuvõtmist',
    reason: 'Nüüdsest saab teie arveid ja kviitungeid LiqPay kaudu maksta.',
    todo: [
      'Lülitage kanal siin päris režiimi.',
      'Makske enda väike arve ja andke raha tagasi.',
    ],
    done: 'Arve on märgitud makstuks ja makse on LiqPay kontol näha.',
  },
}
