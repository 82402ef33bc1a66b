/** Letters that leave no ASCII letter behind when their marks are taken off. Ukrainian and Georgian by their national systems. */
const LETTERS: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y', і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ь: '', ъ: '', ы: 'y', э: 'e',
  ю: 'iu', я: 'ia', ё: 'e', ა: 'a', ბ: 'b', გ: 'g', დ: 'd', ე: 'e', ვ: 'v', ზ: 'z', თ: 't', ი: 'i', კ: 'k', ლ: 'l', მ: 'm', ნ: 'n', ო: 'o',
  პ: 'p', ჟ: 'zh', რ: 'r', ს: 's', ტ: 't', უ: 'u', ფ: 'p', ქ: 'k', ღ: 'gh', ყ: 'q', შ: 'sh', ჩ: 'ch', ც: 'ts', ძ: 'dz', წ: 'ts', ჭ: 'ch',
  ხ: 'kh', ჯ: 'j', ჰ: 'h', ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd',
}

/** The text in ASCII letters, as near as can be; other signs are kept. Source: protocol sheet 4.3, `payment_description`. */
const romanised = (text: string): string => [...text.normalize('NFC')].map((letter) => {
  const lower = letter.toLowerCase()
  const roman = Object.hasOwn(LETTERS, lower) ? LETTERS[lower] ?? '' : letter.normalize('NFKD').replace(/\p{M}/gu, '')
  return letter === lower ? roman : roman.charAt(0).toUpperCase() + roman.slice(1)
}).join('')

/** In characters, of 120 that a bank link can carry; the rest is the attempt's name. Source: 4.3. */
const NUMBER_LENGTH = 90
const DESCRIPTION_LENGTH = 65

/** Only the signs EveryPay takes: `A-Z a-z 0-9 / - ? : ( ) . , ' +`, no spaces. Source: 2.1, 4.3. */
const sanitised = (text: string): string =>
  romanised(text).replace(/[^A-Za-z0-9/\-?:().,'+]+/g, '-').replace(/^-+|-+$/g, '')

/**
 * `order_reference`: the invoice's number, which payers and banks see, then the name of the attempt, by which the money is
 * found again. It is one attempt's own, so that parts of an invoice can be paid one after the other; EveryPay lets each
 * be paid once. Source: 2.5.
 */
export function orderReference({ invoiceNumber, reference }: { readonly invoiceNumber: string; readonly reference: string }): string {
  const number = sanitised(invoiceNumber).slice(0, NUMBER_LENGTH)
  return number === '' ? reference : `${number}/${reference}`
}

/** `Order.reference` out of an `order_reference`. Null for one that Kvit did not make. */
export const referenceIn = (orderReferenceText: string): string | null => /^(?:.*\/)?([0-9a-z]{26})$/.exec(orderReferenceText)?.[1] ?? null

/** The text on the payer's bank statement. Spaces are in use there, though the list of signs lacks them. Source: 4.3. */
export const paymentDescription = (invoiceNumber: string, storeName: string): string =>
  `${sanitised(invoiceNumber)} ${romanised(storeName).replace(/[^A-Za-z0-9/\-?:().,'+ ]+/g, ' ')}`
    .replace(/ {2,}/g, ' ').trim().slice(0, DESCRIPTION_LENGTH).trim()
