import type { Language } from '../kernel/language.ts'

export const CSV_FIELDS = ['code', 'barcodes', 'name', 'unitCode', 'unit', 'weighed', 'price', 'currency', 'taxLetters', 'uktzed', 'dkpp'] as const

export type CsvField = (typeof CSV_FIELDS)[number]

/** What an exported table heads its columns with. */
export const HEADINGS: Readonly<Record<Language, Readonly<Record<CsvField, string>>>> = {
  lt: {
    code: 'Kodas', barcodes: 'Brūkšninis kodas', name: 'Pavadinimas', unitCode: 'Vieneto kodas', unit: 'Vienetas', weighed: 'Sveriama',
    price: 'Kaina', currency: 'Valiuta', taxLetters: 'Mokesčių raidės', uktzed: 'UKTZED', dkpp: 'DKPP',
  },
  lv: {
    code: 'Kods', barcodes: 'Svītrkods', name: 'Nosaukums', unitCode: 'Mērvienības kods', unit: 'Mērvienība', weighed: 'Sverama', price: 'Cena',
    currency: 'Valūta', taxLetters: 'Nodokļu burti', uktzed: 'UKTZED', dkpp: 'DKPP',
  },
  et: {
    code: 'Kood', barcodes: 'Ribakood', name: 'Nimetus', unitCode: 'Ühiku kood', unit: 'Ühik', weighed: 'Kaalutav', price: 'Hind',
    currency: 'Valuuta', taxLetters: 'Maksutähed', uktzed: 'UKTZED', dkpp: 'DKPP',
  },
  uk: {
    code: 'Код', barcodes: 'Штрихкод', name: 'Назва', unitCode: 'Код одиниці', unit: 'Одиниця', weighed: 'Ваговий', price: 'Ціна', currency: 'Валюта',
    taxLetters: 'Податкові літери', uktzed: 'УКТ ЗЕД', dkpp: 'ДКПП',
  },
  ka: {
    code: 'კოდი', barcodes: 'შტრიხკოდი', name: 'დასახელება', unitCode: 'ერთეულის კოდი', unit: 'ერთეული', weighed: 'აწონვადი', price: 'ფასი',
    currency: 'ვალუტა', taxLetters: 'საგადასახადო ასოები', uktzed: 'UKTZED', dkpp: 'DKPP',
  },
  ru: {
    code: 'Код', barcodes: 'Штрихкод', name: 'Название', unitCode: 'Код единицы', unit: 'Единица', weighed: 'Весовой', price: 'Цена',
    currency: 'Валюта', taxLetters: 'Налоговые буквы', uktzed: 'УКТ ВЭД', dkpp: 'ДКПП',
  },
  en: {
    code: 'Code', barcodes: 'Barcode', name: 'Name', unitCode: 'Unit code', unit: 'Unit', weighed: 'Weighed', price: 'Price', currency: 'Currency',
    taxLetters: 'Tax letters', uktzed: 'UKTZED', dkpp: 'DKPP',
  },
}

/** What tables of other programs head them with, besides. */
const ALSO: Readonly<Record<CsvField, readonly string[]>> = {
  code: [
    'sku', 'артикул', 'код товару', 'код товара', 'внутрішній код', 'prekės kodas', 'artikulas', 'preces kods', 'artikuls', 'kauba kood', 'artikkel',
    'product code', 'item code', 'article', 'არტიკული', 'პროდუქტის კოდი',
  ],
  barcodes: [
    'штрих код', 'штрихкоди', 'штрих коди', 'штрихкоды', 'ean', 'ean13', 'ean 13', 'gtin', 'barcodes', 'bar code', 'barkodas', 'brūkšniniai kodai',
    'svītru kods', 'vöötkood', 'triipkood', 'შტრიხ კოდი',
  ],
  name: [
    'найменування', 'наименование', 'назва товару', 'название товара', 'товар', 'title', 'product', 'product name', 'item', 'prekė',
    'prekės pavadinimas', 'prece', 'kaup', 'toode', 'სახელი', 'პროდუქტი',
  ],
  unitCode: ['код од', 'код ед', 'код од вим', 'код одиниці виміру', 'код единицы измерения', 'кспово'],
  unit: [
    'од', 'од вим', 'од виміру', 'одиниця виміру', 'ед', 'ед изм', 'единица измерения', 'uom', 'mato vnt', 'mato vienetas', 'vnt', 'mērvien',
    'mõõtühik', 'ზომის ერთეული', 'საზომი ერთეული',
  ],
  weighed: ['вагова', 'вага', 'ваговий товар', 'весовая', 'весовой товар', 'by weight', 'weight', 'svorinė', 'svoris', 'svara prece', 'kaalukaup', 'წონითი'],
  price: [
    'ціна продажу', 'роздрібна ціна', 'цена продажи', 'розничная цена', 'retail price', 'sale price', 'unit price', 'pardavimo kaina', 'kaina su pvm',
    'pārdošanas cena', 'müügihind', 'გასაყიდი ფასი',
  ],
  currency: [],
  taxLetters: [
    'податкова літера', 'літера', 'літери', 'податок', 'податки', 'ставка податку', 'літера податку', 'літера пдв', 'налоговая буква', 'буква',
    'буквы', 'налог', 'tax letter', 'tax', 'taxes', 'vat letter', 'mokesčių raidė', 'mokestis', 'nodokļu burts', 'nodoklis', 'maksutäht', 'maks',
    'საგადასახადო ასო',
  ],
  uktzed: ['уктзед', 'код уктзед', 'код укт зед', 'уктвэд', 'код уктвэд', 'uktved', 'ukt zed'],
  dkpp: ['код дкпп', 'дкпп код', 'код послуги', 'код услуги'],
}

/** What is written behind a heading and does not change what it means: "Ціна, грн", "Price (UAH)". */
const CURRENCY_WORDS = /(^| )(грн|uah|eur|gel|usd|руб|лари|ლარი)$/

const plain = (heading: string): string =>
  heading.toLowerCase().replaceAll(/['’ʼ`]/g, '').replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim().replace(CURRENCY_WORDS, '').trim()

const FIELD_OF: ReadonlyMap<string, CsvField> = new Map(CSV_FIELDS.flatMap((field) =>
  [...Object.values(HEADINGS).map((headings) => headings[field]), ...ALSO[field]].map((heading) => [plain(heading), field] as const)))

/** Which field a column holds; null where the heading says nothing that is known. The first column of a field counts. */
export function fieldsOf(headings: readonly string[]): (CsvField | null)[] {
  const fields = headings.map((heading) => FIELD_OF.get(plain(heading)) ?? null)
  return fields.map((field, at) => (field !== null && fields.indexOf(field) === at ? field : null))
}
