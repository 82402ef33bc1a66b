import type { Page } from 'playwright-core'

/**
 * What of WCAG 2.2 AA a program can check, looked for in the page as a browser drew it. Each finding is a sentence;
 * none is the aim.
 */
export const auditPage = async (page: Page): Promise<string[]> =>
  [...await page.evaluate(auditTexts), ...await page.evaluate(auditParts)]

/** Runs inside the page, so it uses nothing from outside itself. */
function auditTexts(): string[] {
  const findings: string[] = []
  const told = (element: Element): string => `<${element.tagName.toLowerCase()}> ${(element.textContent ?? '').trim().slice(0, 40)}`
  const isShown = (element: Element): boolean => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })

  const readColour = (text: string): readonly [number, number, number, number] => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const groundOf = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const colour = getComputedStyle(element).backgroundColor
    return readColour(colour)[3] === 0 ? groundOf(element.parentElement) : colour
  }
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = readColour(colour).slice(0, 3)
      .map((channel) => (channel <= 10.31 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one: string, other: string): number => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }

  // 1.4.3: every text against the ground it stands on.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (element === null || (node.textContent ?? '').trim() === '' || !isShown(element) || element.closest('[aria-hidden=true] svg, svg') !== null) continue
    const style = getComputedStyle(element)
    const size = parseFloat(style.fontSize)
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    const ratio = contrast(style.color, groundOf(element))
    if (ratio < least) findings.push(`contrast ${ratio.toFixed(2)}: ${told(element)}`)
    if (element.closest('header, main, footer, nav') === null) findings.push(`outside every landmark: ${told(element)}`)
  }
  return findings
}

/** Runs inside the page, so it uses nothing from outside itself. */
function auditParts(): string[] {
  const findings: string[] = []
  const told = (element: Element): string => `<${element.tagName.toLowerCase()}> ${(element.textContent ?? '').trim().slice(0, 40)}`
  const isShown = (element: Element): boolean => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })

  // 2.5.8 and 4.1.2: what can be pressed is large enough and has a name.
  for (const control of document.querySelectorAll<HTMLElement>('a, button, input:not([type=hidden]), summary')) {
    if (!isShown(control)) continue
    const label = control instanceof HTMLInputElement ? control.labels?.[0] ?? null : control
    if (label === null || (label.textContent ?? '').trim() === '') findings.push(`no name: ${told(control)}`)
    const box = (control instanceof HTMLInputElement && control.type === 'radio' ? label ?? control : control).getBoundingClientRect()
    const isInText = control.tagName === 'A' && control.closest('p') !== null
    if (!isInText && (box.width < 24 || box.height < 24)) findings.push(`target ${box.width} × ${box.height}: ${told(control)}`)
  }

  // 1.1.1, 1.3.1, 3.1.1, 4.1.1, 1.4.10.
  for (const image of document.querySelectorAll('img:not([alt])')) findings.push(`no alternative: ${told(image)}`)
  for (const drawing of document.querySelectorAll('svg:not([aria-hidden=true])')) findings.push(`a drawing that is read aloud: ${told(drawing)}`)
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  if (new Set(ids).size !== ids.length) findings.push(`an id twice: ${ids.join(' ')}`)
  for (const element of document.querySelectorAll('[aria-describedby]')) {
    for (const id of (element.getAttribute('aria-describedby') ?? '').split(' ')) {
      if (document.getElementById(id) === null) findings.push(`described by ${id}, which is not there`)
    }
  }
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName.charAt(1)))
  levels.forEach((level, at) => {
    if (level > (levels[at - 1] ?? 0) + 1) findings.push(`headings skip to ${level}`)
  })
  if (document.documentElement.lang === '' || document.title === '') findings.push('no language or no title')
  if (document.documentElement.scrollWidth > innerWidth) findings.push(`scrolls sideways: ${document.documentElement.scrollWidth} in ${innerWidth}`)
  return findings
}

/** The element that has the focus: whether its ring is drawn and whether something lies over it (2.4.7, 2.4.11). */
export const focused = (page: Page): Promise<{ what: string; ring: boolean; covered: boolean }> => page.evaluate(() => {
  const element = document.activeElement ?? document.body
  const holder = element.closest('.method, .box') ?? element
  const box = holder.getBoundingClientRect()
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  return {
    what: element === document.body ? 'nothing' : `${element.tagName.toLowerCase()} ${(element.getAttribute('value') ?? element.textContent ?? '').slice(0, 24)}`,
    ring: [element, holder].some((one) => getComputedStyle(one).outlineStyle !== 'none'),
    covered: top === null || !(holder.contains(top) || top.contains(holder)),
  }
})
