/** Cards of the provider's sandbox; any expiry in the future and any CVV do. Source: sheet 12. */
export const TEST_CARDS = [
  { number: '4242424242424242', verify: null, errCode: null, effect: 'success' },
  { number: '4000000000003063', verify: '3ds_verify', errCode: null, effect: 'success with 3-D Secure' },
  { number: '4000000000003089', verify: 'otp_verify', errCode: null, effect: 'success with a one-time password' },
  { number: '4000000000003055', verify: 'cvv_verify', errCode: null, effect: 'success with the CVV asked again' },
  { number: '4000000000000002', verify: null, errCode: 'limit', effect: 'failure, limit' },
  { number: '4000000000009995', verify: null, errCode: '9859', effect: 'failure, 9859 insufficient funds' },
] as const

type TestCard = (typeof TEST_CARDS)[number]

/** The test card of a form with an expiry in the future. The code of what is wrong with it instead. Source of the codes: sheet 13. */
export function readCard(form: ReadonlyMap<string, string>, now: Date): TestCard | '9852' | '9851' | 'err_card' {
  const number = (form.get('number') ?? '').replaceAll(/\s/g, '')
  const [, month, year] = /^(0[1-9]|1[0-2])\/(\d\d)$/.exec(form.get('expiry') ?? '') ?? []
  if (!/^\d{16}$/.test(number)) return '9852'
  if (month === undefined || `20${year ?? ''}-${month}` < now.toISOString().slice(0, 7)) return '9851'
  if (!/^\d{3}$/.test(form.get('cvv') ?? '')) return 'err_card'
  return TEST_CARDS.find((card) => card.number === number) ?? 'err_card'
}
