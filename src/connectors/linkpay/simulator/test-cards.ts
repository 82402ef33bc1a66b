/** Cards of the provider's demo. Source: sheet 4.10. One whose date is past on that page works here on and on. */
export const TEST_CARDS = [
  { number: '5168159911323096', expiry: '12/27', cvc: '841', isGood: true },
  { number: '5413330089010020', expiry: '08/27', cvc: '111', isGood: false },
  { number: '5204740000001002', expiry: '12/25', cvc: '100', isGood: true },
  { number: '4012001037141112', expiry: '12/27', cvc: '212', isGood: true },
  { number: '2223000010021381', expiry: '12/19', cvc: '656', isGood: true },
] as const

/** Whether this card pays: a good test card with its own date and code. */
export function isGoodCard(form: ReadonlyMap<string, string>): boolean {
  const number = (form.get('number') ?? '').replaceAll(/\s/g, '')
  return TEST_CARDS.some((card) =>
    card.number === number && card.expiry === form.get('expiry') && card.cvc === form.get('cvc') && card.isGood)
}
