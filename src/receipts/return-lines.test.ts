import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plus } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, zero } from '../money/money.ts'
import { costOf, reckon } from '../money/reckon.ts'
import { returnedAmounts } from './return-lines.ts'

const thousandths = (digits: bigint): Decimal => ({ digits, scale: 3 })
const count = fc.bigInt({ min: 1n, max: 99_999n }).map(thousandths)

/** Goods that were sold with a discount, and what of them comes back, one after the other. */
const inParts = fc.record({
  quantity: count, minor: fc.bigInt({ min: 0n, max: 1_000_000n }), percent: fc.bigInt({ min: 0n, max: 100n }),
  parts: fc.array(count, { minLength: 1, maxLength: 6 }),
})

test('all parts of a line together are what was paid for it, and no part is more than is left', () => {
  fc.assert(fc.property(inParts, ({ quantity: all, minor, percent, parts }) => {
    const goods = { quantity: all, price: { minor, currency: 'UAH' } as const, discount: zero('UAH') }
    const reckoned = reckon([goods], { percent: { digits: percent, scale: 0 } }, 'UAH')
    if ('code' in reckoned || reckoned.lines[0] === undefined) throw new Error('a line is gone')
    const sold = { ...goods, ...reckoned.lines[0] }
    let before = { quantity: thousandths(0n), amount: zero('UAH') }
    let left = all.digits
    for (const part of [...parts, null]) {
      const quantity = part ?? thousandths(left)
      const back = returnedAmounts(sold, before, quantity)
      expect(back !== null).toBe(quantity.digits > 0n && quantity.digits <= left)
      if (back === null) continue
      expect(add(back.amount, back.discount)).toEqual(back.cost)
      expect(costOf(quantity, back.price)).toEqual(back.cost)
      if (quantity.digits < left) expect(back.price).toEqual(sold.price)
      expect(back.amount.minor >= 0n && back.discount.minor >= 0n).toBe(true)
      left -= quantity.digits
      before = { quantity: plus(before.quantity, quantity), amount: add(before.amount, back.amount) }
    }
    expect(before.amount).toEqual(sold.amount)
  }))
})
