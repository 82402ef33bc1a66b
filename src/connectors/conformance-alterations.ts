import type { RawCallback } from './contract.ts'

/**
 * A genuine callback with one thing changed at a time: each field dropped, emptied, shortened, altered, doubled or
 * turned into an array, fields added, and the whole in another wrapping. For bodies that are no form, the text itself.
 */
export function alterations(raw: RawCallback): readonly RawCallback[] {
  const inQuery = raw.body.length === 0
  const text = inQuery ? raw.query : raw.body.toString('latin1')
  const wrap = (changed: string): RawCallback =>
    inQuery ? { ...raw, query: changed } : { ...raw, body: Buffer.from(changed, 'latin1') }
  const fields = text.split('&')
  const changedAt = (at: number): readonly string[] => {
    const field = fields[at] ?? ''
    const [name = ''] = field.split('=')
    const middle = Math.floor((field.length + name.length) / 2)
    const variants = [
      [], [`${name}=`], [field.slice(0, -1)], [flip(field, field.length - 1)], [flip(field, middle)],
      [field, field], [field, `${name}=x`], [`${name}=x`, field],
      [field, `${name}[]=x`], [`${name}[]=${field.slice(name.length + 1)}`],
      [field.toUpperCase()], [`${field}%00`], [`${field}%`], [`%EF%BB%BF${field}`],
    ]
    return variants.map((variant) => fields.toSpliced(at, 1, ...variant).join('&'))
  }
  return [
    ...fields.flatMap((_, at) => changedAt(at)).map(wrap),
    wrap(''), wrap(`\uFEFF${text}`), wrap(text.slice(0, -2)),
    wrap(`${text}&__proto__=1`), wrap(`${text}&constructor[prototype][x]=1`),
    { ...raw, method: 'POST', query: text, body: Buffer.from(text, 'latin1'), contentType: 'application/x-www-form-urlencoded' },
    { ...raw, method: 'POST', body: Buffer.from(text, 'latin1'), contentType: 'text/plain' },
    { ...raw, method: 'POST', query: '', body: Buffer.from(JSON.stringify(text)), contentType: 'application/json' },
  ]
}

/** Another character of the same kind at this place, so that the text stays well-formed. */
function flip(text: string, at: number): string {
  const other = text.charAt(at) === '1' ? '2' : '1'
  return text.slice(0, at) + other + text.slice(at + 1)
}
