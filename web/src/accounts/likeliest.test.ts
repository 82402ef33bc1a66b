import { expect, test } from 'vitest'
import { likeliestFirst } from './likeliest.ts'

const owing = (number: string, amount: string, currency = 'EUR') => ({ number, document: 'issued', remaining: { amount, currency } }) as const

test('the invoice of which exactly so much is owed is offered first, then the open ones; a draft is not offered', () => {
  const draft = { ...owing('draft', '40.00'), document: 'draft' } as const
  const found = [owing('paid', '0.00'), owing('open', '25.00'), owing('hryvnias', '40.00', 'UAH'), draft, owing('exact', '40.00')]
  expect(likeliestFirst(found, { amount: '40.00', currency: 'EUR' }).map(({ number }) => number)).toEqual(['exact', 'open', 'paid', 'hryvnias'])
})
