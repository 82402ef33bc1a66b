import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown } from './kvit-in-a-town.ts'
import { cashierBegins, dialog, ownerAt, put, screenOf } from './till-steps.ts'
import { ukrainianTill } from './ukrainian-till.ts'

const town = kvitInATown()
const browser = openBrowser()

test('an owner connects Cashalot with the files of the key, and the next sale is registered there', { timeout: 180_000 }, async () => {
  const email = 'iryna@cashalot.example'
  await ukrainianTill(town, email)
  const known = town.cashalot.newCredentials('test')
  town.cashalot.enrol({ ...known, testing: 'yes' })
  const { numFiscal = '', certificate = '', privateKey = '', password = '' } = known
  const { page, faults } = await screenOf(browser)
  await ownerAt(page, town, { path: '/', email })
  await page.getByRole('button', { name: /^Магазин:/ }).click()
  await page.getByRole('button', { name: /^Бурштинова крамниця/ }).click()
  await page.goto(town.url('/till/registers'))
  await page.getByRole('button', { name: 'Нова каса' }).click()
  await page.getByLabel('Назва').fill('Каса 2')
  await page.getByRole('button', { name: 'Зберегти' }).click()
  await page.getByRole('button', { name: 'Cashalot' }).click()
  await page.getByRole('button', { name: /Введіть номер, сертифікат, ключ і пароль/ }).click()

  const save = page.getByRole('button', { name: 'Зберегти й перевірити' })
  await save.click()
  await page.getByText('Треба виправити 4 поля').waitFor()
  await page.getByLabel(/^Фіскальний номер/).fill(numFiscal)
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`
  const choose = async (field: string, name: string, buffer: Buffer) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: `${field}: Вибрати файл` }).click()])
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
  }
  await choose('Сертифікат підпису', 'whole-folder.zip', Buffer.alloc(20_000))
  await page.getByText('Цей файл завеликий або не читається.').waitFor()
  await choose('Сертифікат підпису', 'iryna.crt', Buffer.from(pem))
  await choose('Файл особистого ключа', 'Key-6.dat', Buffer.from(privateKey, 'base64'))
  await page.getByText('Key-6.dat', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Пароль ключа' }).fill(`${password}, mistyped`)
  await save.click()
  // What Cashalot refused stays as it was, the files too.
  await page.getByText('CryptographyError: Ключ не відкривається').waitFor()
  await page.getByRole('textbox', { name: 'Пароль ключа' }).fill(password)
  await save.click()
  await page.getByText(`Фіскальний номер ${numFiscal}.`).waitFor()

  await page.goto(town.url('/sell'))
  await page.getByRole('button', { name: 'Каса 2' }).click()
  await cashierBegins(page)
  await put(page, 'Капучино')
  await page.getByRole('button', { name: 'Готівка' }).click()
  await dialog(page).getByRole('button', { name: 'Без решти' }).click()
  await dialog(page).getByText('Зареєстровано').first().waitFor()
  expect(town.cashalot.registered(known).map(({ kind }) => kind)).toEqual(['open_shift', 'sale'])
  expect(faults).toEqual([])
})
