import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { openBrowser } from '../../test/support/browser.ts'
import { readQr } from '../../test/support/qr-reader.ts'
import { qrModules } from '../platform/pdf/qr.ts'
import { nbuSideMm, nbuSvg } from './nbu-symbol.ts'
import { readNbuCode } from './read-nbu-qr.ts'

const LINK_002 = 'https://bank.gov.ua/qr/QkNECjAwMgoyClVDVAoK0s7CIKvP8Ojq6-DkuwpVQTIyMzA1Mjk5MDAwMDAyNjAwMTIzNDU2Nzg5MApVQUgxMjUwCjEyMzQ1Njc4CgoKzu_r4PLgIPDg9fPt6vMguSAxNwo'
const LINK_003 = 'https://qr.bank.gov.ua/QkNECjAwMwoyCklDVAoK1M7PIMru4uDr5e3q7iCy8Ojt4CDO6-Xq8eDt5PCz4u3gClVBMjIzMDUyOTkwMDAwMDI2MDAxMjM0NTY3ODkwClVBSDEyNTAuNDAKMzEyMzQ1Njc4OQpNUDJCL0dERFMKS1YtMjAyNi0wMDAxMjMKzu_r4PLgIOfg7O7i6-Xt7f8gS1YtMjAyNi0wMDAxMjMKCkZGRkYKMjYxMTMwMjM1OTU5CjI2MTEwMjEwMTUwMAo'

const LONGEST = `https://qr.bank.gov.ua/${'A'.repeat(475)}`

describe('the reader of these tests', () => {
  test.each([
    ['hi', 1], ['https://kvit.example.com/pay/kS3oWcQxT1m9Zb7fR2yVhA', 4], [LINK_003, 12], ['ž'.repeat(120), 11], ['x'.repeat(500), 17],
  ])('reads "%s" at version %d', (text, version) => {
    expect(readQr(qrModules(text))).toEqual({ text: Buffer.from(text), version, corrected: 0 })
  })

  test('corrects what is hidden, says how much, and does not guess where too much is', () => {
    const modules = qrModules(LINK_003)
    const hiding = (side: number) => modules.map((row, y) => row.map((dark, x) => (Math.abs(x - 32) <= side && Math.abs(y - 32) <= side ? false : dark)))
    const { text, corrected } = readQr(hiding(8))
    expect(text.toString()).toBe(LINK_003)
    expect(corrected).toBeGreaterThan(5)
    expect(() => readQr(hiding(16))).toThrow()
    expect(() => readQr(encode(LINK_003, { ecc: 'Q', boostEcc: false, border: 0 }).data)).toThrow('level')
  })
})

describe('a code as it is drawn', () => {
  const browser = openBrowser()

  /** The modules as a camera sees them: the picture drawn by a browser, its middle points taken, the quiet zone required to be white. */
  async function photographed(svg: string): Promise<boolean[][]> {
    const [, side = '0'] = /viewBox="0 0 (\d+)/.exec(svg) ?? []
    const size = Number(side)
    const page = await browser.page()
    const dark: boolean[] = await page.evaluate(async ({ picture, modules }) => {
      const image = new Image()
      image.src = `data:image/svg+xml;base64,${btoa(picture)}`
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: modules * 6, height: modules * 6 })
      const context = canvas.getContext('2d')
      if (context === null) return []
      context.drawImage(image, 0, 0, modules * 6, modules * 6)
      const { data } = context.getImageData(0, 0, modules * 6, modules * 6)
      return Array.from({ length: modules * modules }, (_, n) => (data[(((Math.floor(n / modules) * 6 + 3) * modules * 6) + (n % modules) * 6 + 3) * 4] ?? 0) < 128)
    }, { picture: svg, modules: size })
    await page.close()
    const rows = Array.from({ length: size }, (_, y) => dark.slice(y * size, (y + 1) * size))
    const isQuiet = (n: number): boolean => n < 4 || n >= size - 4
    expect(rows.flatMap((row, y) => row.filter((one, x) => one && (isQuiet(x) || isQuiet(y))))).toEqual([])
    return rows.slice(4, -4).map((row) => row.slice(4, -4))
  }

  test.each([[10, LINK_002], [12, LINK_003], [17, LONGEST]])('a bank’s app reads a code of version %d behind the sign of the hryvnia', async (version, link) => {
    const svg = nbuSvg(link) ?? ''
    const read = readQr(await photographed(svg))
    expect(read).toMatchObject({ text: Buffer.from(link), version })
    // The sign really hides something, and the error correction really makes it good.
    expect(read.corrected).toBeGreaterThan(0)
  })

  test('what is read from the picture is the transfer', async () => {
    const { text } = readQr(await photographed(nbuSvg(LINK_003) ?? ''))
    expect(readNbuCode(text.toString())).toMatchObject({ amount: 'UAH1250.40', account: 'UA223052990000026001234567890' })
  })
})

test.each([[17, 32.5, LINK_002], [19, 36.5, LINK_003], [25, 46.5, LONGEST]])('a disc of %d modules stands in the middle of a code %d millimetres wide', (disc, side, link) => {
  const middle = qrModules(link, 10).length / 2 + 4
  expect(nbuSvg(link)).toContain(`<circle cx="${middle}" cy="${middle}" r="${disc / 2}" fill="#fff"/>`)
  expect(nbuSideMm(link)).toBe(side)
})

test('a link beyond version 17 has no picture', () => {
  expect(nbuSvg(`https://qr.bank.gov.ua/${'A'.repeat(600)}`)).toBeNull()
})
