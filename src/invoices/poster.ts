import type { BusinessDate } from '../kernel/business-date.ts'
import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { DOCUMENT_TEXTS } from '../platform/i18n/document-texts.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrSvg } from '../platform/pdf/qr.ts'
import { dateView } from './document-view.ts'
import type { Brand } from './paper.ts'

export type Poster = {
  readonly language: Language
  readonly mode: Mode
  readonly store: string
  readonly brand: Brand
  /** Where the code leads. */
  readonly url: string
  /** The day it is printed, YYYY-MM-DD. */
  readonly date: BusinessDate
  /** An invoice and what is left to pay of it; null: the page where payers ask for all of theirs. */
  readonly invoice: null | { readonly number: string; readonly left: Money }
}

/** One A6 leaf with a code that bank apps and cameras read, drawn as vectors. */
export function posterPdf(printer: PdfPrinter, { language, mode, store, brand, url, date, invoice }: Poster): Uint8Array {
  const texts = DOCUMENT_TEXTS[language]
  const logo = brand.logo !== null && printer.canShow(brand.logo) ? brand.logo : null
  const heading = invoice === null ? texts.posterAll : say(language, texts.posterInvoice, { number: invoice.number })
  return printer.print({
    template: 'poster.typ', attachments: [],
    images: new Map([['code', Buffer.from(qrSvg(url))], ...logo === null ? [] : [['logo', logo] as const]]),
    data: {
      language, store, url, heading, title: `${store}: ${heading}`, date: dateView(date), colour: brand.colour, logo: logo !== null,
      test: mode === 'test' ? texts.test : null, amount: invoice === null ? null : formatMoney(language, invoice.left),
      hint: invoice === null ? texts.posterAllHint : texts.posterPayHint,
    },
  })
}
