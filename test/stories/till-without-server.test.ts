import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { read, WithId } from './settled-merchant.ts'
import { cashierBegins, dialog, ownerAt, payerAtLiqPay, put, screenOf, uah, view } from './till-steps.ts'
import { ukrainianTill } from './ukrainian-till.ts'
import type { UkrainianTill } from './ukrainian-till.ts'

const town = kvitInATown()
const browser = openBrowser()

const PLAIN = 'Каса без РРО'
const Receipts = Type.Object({
  items: Type.Array(Type.Object({
    id: Type.String(), state: Type.String(), due: Type.Object({ amount: Type.String(), currency: Type.String() }),
    payUrl: Type.Union([Type.String(), Type.Null()]),
  })),
})

/** The cashier at a register that files nothing, which may therefore sell without the server. */
async function atPlainTill(email: string): Promise<{ page: Page; till: UkrainianTill; faults: string[] }> {
  const till = await ukrainianTill(town, email)
  const { store } = read(Type.Object({ store: Type.String() }), await till.api.get(`/v1/cash-registers/${till.register}`))
  const register = read(WithId, await till.api.post('/v1/cash-registers', { store, name: PLAIN, opens: 'first_receipt', closes: 'by_hand' })).id
  const { page, faults } = await screenOf(browser)
  await ownerAt(page, town, { path: '/sell', email })
  await page.getByRole('button', { name: PLAIN }).click()
  await cashierBegins(page)
  return { page, till: { ...till, register }, faults }
}

const receiptsOf = async ({ api, register }: UkrainianTill) => read(Receipts, await api.get(`/v1/receipts?register=${register}`)).items
const kept = (page: Page) => page.getByRole('region', { name: 'Продажі, збережені на цьому пристрої' })
const total = (page: Page, amount: RegExp): Promise<void> => page.locator('.till-total').getByText(amount).waitFor()

async function sellExactly(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Готівка' }).click()
  await dialog(page).getByRole('button', { name: 'Без решти' }).click()
}

test('a till that is cut off and reloaded opens again, sells what it may, and each sale is made once when the server is back', { timeout: 180_000 }, async () => {
  const { page, till, faults } = await atPlainTill('iryna@cut.example')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await put(page, 'Капучино')
  await put(page, 'Сирник домашній')

  await page.context().setOffline(true)
  await page.reload()
  await page.getByRole('alert').filter({ hasText: 'Немає зв’язку' }).waitFor()
  await total(page, /^153,00/)
  await sellExactly(page)
  await kept(page).getByText(/^1 продаж/).waitFor()
  await page.reload()
  await kept(page).getByText(/^1 продаж/).waitFor()
  await total(page, /^0,00/)
  await put(page, 'Мед липовий, 400 г')
  await sellExactly(page)
  await kept(page).getByText(/^2 продажі/).waitFor()
  expect(await receiptsOf(till)).toEqual([])

  await page.context().setOffline(false)
  await kept(page).waitFor({ state: 'detached' })
  expect((await receiptsOf(till)).map(({ state, due }) => [state, due])).toEqual([['registered', uah('190.00')], ['registered', uah('153.00')]])
  const cached = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('kvit-till-'))
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return { names, paths: requests.flat().map(({ url }) => new URL(url).pathname) }
  })
  expect(cached.names).toHaveLength(1)
  expect(cached.paths).toContain('/sell')
  expect(cached.paths.filter((path) => path !== '/sell' && !path.startsWith('/assets/'))).toEqual([])
  expect(faults).toEqual([])
})

test('a till that is locked without the server says why it stays so, loses nothing, and opens by itself when the server is back', { timeout: 180_000 }, async () => {
  const { page, faults } = await atPlainTill('iryna@lock.example')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await put(page, 'Капучино')
  await page.context().setOffline(true)
  await page.getByRole('alert').filter({ hasText: 'Немає зв’язку' }).waitFor()
  const lock = page.getByRole('button', { name: /Заблокувати/ })
  await lock.click()
  await dialog(page).getByText(/відкриється знову тільки тоді, коли зв’язок відновиться/).waitFor()
  await dialog(page).getByRole('button', { name: 'Залишити як є' }).click()
  await total(page, /^68,00/)
  await lock.click()
  await dialog(page).getByRole('button', { name: 'Заблокувати' }).click()
  await page.getByText(/PIN-код може перевірити лише Kvit/).waitFor()
  await page.reload()
  await page.getByText(/PIN-код може перевірити лише Kvit/).waitFor()

  await page.context().setOffline(false)
  await cashierBegins(page)
  await total(page, /^68,00/)
  expect(faults).toEqual([])
})

test('a sale whose answer is lost on the way is made once, and the cashier goes on meanwhile', { timeout: 180_000 }, async () => {
  const { page, till } = await atPlainTill('iryna@lost.example')
  await put(page, 'Капучино')
  const keys: (string | undefined)[] = []
  await page.route('**/v1/receipts', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    keys.push(route.request().headers()['idempotency-key'])
    const answer = await route.fetch()
    return keys.length === 1 ? route.abort() : route.fulfill({ response: answer })
  })
  await sellExactly(page)
  await dialog(page).waitFor({ state: 'detached' })
  await put(page, 'Сирник домашній')
  await until('the second try', () => (keys.length === 2 ? true : undefined))
  await kept(page).waitFor({ state: 'detached' })
  await total(page, /^85,00/)
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  expect((await receiptsOf(till)).map(({ due }) => due)).toEqual([uah('68.00')])
})

test('two tabs of one till have one cart: what the one sold, the other does not sell again', { timeout: 180_000 }, async () => {
  const { page, till } = await atPlainTill('iryna@tabs.example')
  await put(page, 'Капучино')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await cashierBegins(other)
  await total(other, /^68,00/)
  await put(other, 'Сирник домашній')
  await total(page, /^153,00/)
  await other.getByRole('button', { name: /^Готівка/ }).click()
  await dialog(other).waitFor()
  const way = Promise.withResolvers<void>()
  await page.route('**/v1/receipts', async (route) => {
    await way.promise
    return route.continue()
  })
  await sellExactly(page)
  await page.keyboard.press('Escape')
  const elsewhere = other.getByRole('alert').filter({ hasText: 'Цей продаж продовжили в іншому вікні каси. Тут нічого не прийнято.' })
  await elsewhere.waitFor()
  await dialog(other).waitFor({ state: 'detached' })
  await total(other, /^0,00/)
  await put(other, 'Капучино')
  await total(other, /^68,00/)
  await elsewhere.getByRole('button', { name: 'Закрити' }).click()
  await elsewhere.waitFor({ state: 'detached' })
  await total(page, /^153,00/)
  expect(await dialog(page).count()).toBe(1)
  way.resolve()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  await total(page, /^68,00/)
  await total(other, /^68,00/)
  expect((await receiptsOf(till)).map(({ due }) => due)).toEqual([uah('153.00')])
})

test('a refused sale keeps its goods in the window that sold, and takes none from the one that began the next', { timeout: 180_000 }, async () => {
  const { page, till } = await atPlainTill('iryna@refused.example')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await cashierBegins(other)
  await put(page, 'Капучино')
  const way = Promise.withResolvers<void>()
  await page.route('**/v1/receipts', async (route) => {
    await way.promise
    return route.continue()
  }, { times: 1 })
  const opens = (how: string) => till.api.patch(`/v1/cash-registers/${till.register}`, { opens: how })
  await opens('by_hand')
  await sellExactly(page)
  await total(other, /^0,00/)
  await put(other, 'Сирник домашній')
  way.resolve()
  await dialog(page).getByText(/Зміну не відкрито/).waitFor()
  await opens('first_receipt')
  await total(page, /^68,00/)
  await page.keyboard.press('Escape')
  await put(page, 'Капучино')
  await total(page, /^136,00/)
  await total(other, /^85,00/)
  await sellExactly(page)
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  await total(page, /^85,00/)
  await total(other, /^85,00/)
  expect((await receiptsOf(till)).map(({ due }) => due)).toEqual([uah('136.00')])
})

test('parked sales wait on the device for whoever comes next, also over a reload and in every window', { timeout: 180_000 }, async () => {
  const { page } = await atPlainTill('iryna@park.example')
  const park = async (name: string) => {
    await page.getByRole('button', { name: /^Призупинити/ }).click()
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await dialog(page).waitFor({ state: 'detached' })
  }
  await put(page, 'Капучино')
  await park('Столик 4')
  await put(page, 'Сирник домашній')
  await park('')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await cashierBegins(other)
  await page.reload()
  const parkedOn = (where: Page) => where.getByRole('region', { name: 'Призупинені продажі' })
  const parked = parkedOn(page)
  await parked.waitFor()
  expect(await parked.getByRole('button').allInnerTexts()).toEqual([expect.stringMatching(/^Столик 4.*68,00/s), expect.stringMatching(/^1\n.*85,00/s)])
  await page.getByRole('button', { name: /Заблокувати/ }).click()
  await cashierBegins(page)
  await parked.getByRole('button', { name: /Столик 4/ }).click()
  await total(page, /^68,00/)
  expect(await parked.count()).toBe(0)
  await sellExactly(page)
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  await parked.getByRole('button', { name: /^1/ }).waitFor()
  expect(await parkedOn(other).getByRole('button').allInnerTexts()).toEqual([expect.stringMatching(/^1\n.*85,00/s)])
})

test('the first question after the money says that a link is paid, the till asks by itself, and nothing typed is lost', { timeout: 180_000 }, async () => {
  const { page, till } = await atPlainTill('iryna@typed.example')
  await put(page, 'Мед липовий, 400 г')
  await page.getByRole('button', { name: 'Посилання на оплату' }).click()
  await dialog(page).getByRole('button', { name: 'Показати код' }).click()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  const [receipt] = await receiptsOf(till)
  const payer = await payerAtLiqPay(browser, town, receipt?.payUrl ?? '')

  await put(page, 'Капучино')
  await page.getByRole('searchbox').fill('кава')
  await page.getByRole('button', { name: 'Готівка' }).click()
  await page.keyboard.type('150')
  const asks: Promise<boolean>[] = []
  page.on('request', (request) => {
    if (!request.url().includes('changed_after')) return
    asks.push(request.response().then(async (response) => ((await response?.text()) ?? '').includes('"state":"registered"')).catch(() => false))
  })
  const told = page.getByRole('status').filter({ hasText: /сплачено: 190,00/ }).waitFor()
  void told.catch(() => undefined)
  await payer.getByRole('button', { name: /^Pay / }).first().click()
  const asked = await until('the paid receipt', async () => {
    const before = asks.length
    return (await receiptsOf(till))[0]?.state === 'registered' ? before : undefined
  })
  await told
  await until('the next question', () => asks[asked])
  expect(await Promise.all(asks.slice(0, asked + 1))).toContain(true)

  expect(await dialog(page).getByLabel('Отримано готівкою').inputValue()).toBe('150')
  await page.keyboard.press('Enter')
  await dialog(page).getByText(/^82,00/).waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  expect(await page.getByRole('searchbox').inputValue()).toBe('кава')
  await view(page, 'Відкладені чеки')
  await page.getByText('Тут порожньо').waitFor()
})

test('a newer build of the till takes the place of the older, and is the one that opens without the server', { timeout: 60_000 }, async () => {
  const built = readFileSync(new URL('../../dist/web/till-worker.js', import.meta.url), 'utf8')
  let build: number | null = 1
  const server = createServer((request, response) => {
    if (build === null) return void response.writeHead(503).end('away')
    const isScript = request.url?.endsWith('.js') === true
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html', 'cache-control': 'no-cache' })
    if (request.url === '/till-worker.js') response.end(built.replace(/^const TILL_FILES=.*;$/m, `const TILL_FILES=["/assets/${build}.js"],TILL_VERSION="${build}";`))
    else if (isScript) response.end('navigator.serviceWorker.register("/till-worker.js", { scope: "/sell", updateViaCache: "none" })')
    else response.end(`<h1>build ${build}</h1><script src="/assets/${build}.js"></script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const isBound = (bound: typeof address): bound is AddressInfo => typeof bound === 'object' && bound !== null
  if (!isBound(address)) throw new Error('the server has no port')
  const page = await browser.page()
  const heading = () => page.getByRole('heading').innerText()
  const kinds = () => until('one kept build', async () => {
    const names = await page.evaluate(() => caches.keys())
    return names.length === 1 ? names[0] : undefined
  })
  await page.goto(`http://127.0.0.1:${address.port}/sell`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  expect(await kinds()).toBe('kvit-till-1')

  build = 2
  await page.reload()
  expect(await heading()).toBe('build 2')
  await until('the newer build', async () => (await kinds() === 'kvit-till-2' ? true : undefined))
  build = null
  await page.reload()
  expect(await heading()).toBe('build 2')
  await new Promise((resolve) => server.close(resolve))
})
