import type { Element } from './xml.ts'

/** `check01.xsd` and `zrep01.xsd` as far as this server takes documents: names in their fixed order, and how their texts look. */

type Spec = { readonly name: string; readonly required: boolean; readonly form: RegExp | readonly Spec[] | { readonly rows: readonly Spec[] } }

const D2 = /^-?\d{1,15}\.\d{2}$/
const D3 = /^\d{1,12}(\.\d{1,3})?$/
const INT = /^\d{1,9}$/
const NUMBER = /^[1-9]\d{0,14}$/
const DATE = /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{4}$/
const TIME = /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/
const FLAG = /^(true|false|1|0)$/
const TIN = /^(\d{5,10}|[А-ЯҐЄІЇ]{2}\d{6})$/
const IPN = /^(0|\d{6,12}|[А-ЯҐЄІЇ]{2}\d{6})$/
const upTo = (most: number): RegExp => new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u')
const ANY = upTo(1000)

const need = (name: string, form: Spec['form']): Spec => ({ name, required: true, form })
const may = (name: string, form: Spec['form']): Spec => ({ name, required: false, form })

const PLACE: readonly Spec[] = [
  need('UID', /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/), need('TIN', TIN), may('IPN', IPN), need('ORGNM', upTo(256)), need('POINTNM', upTo(256)),
  may('POINTADDR', upTo(256)), need('ORDERDATE', DATE), need('ORDERTIME', TIME), need('ORDERNUM', NUMBER), need('CASHDESKNUM', NUMBER), need('CASHREGISTERNUM', NUMBER),
]

const OUTCOME: readonly Spec[] = [
  may('ORDERTAXNUM', upTo(128)), may('OFFLINE', FLAG), may('PREVDOCHASH', /^[0-9a-f]{64}$/), may('REVOKED', FLAG), may('STORNED', FLAG), may('TESTING', FLAG),
]

const TAX: readonly Spec[] = [
  need('TYPE', INT), need('NAME', upTo(64)), may('LETTER', /^[А-ЯҐЄІЇ]$/), need('PRC', D2), may('SIGN', FLAG), need('TURNOVER', D2), may('TURNOVERDISCOUNT', D2),
  may('SOURCESUM', D2), need('SUM', D2),
]

const PAYSYS: readonly Spec[] = [
  may('TAXNUM', upTo(128)), may('NAME', ANY), may('ACQUIREPN', upTo(128)), may('ACQUIRENM', ANY), may('ACQUIRETRANSID', upTo(128)),
  may('POSTRANSDATE', /^\d{14}$/), may('POSTRANSNUM', upTo(128)), may('DEVICEID', upTo(128)), may('EPZDETAILS', upTo(128)), may('AUTHCD', upTo(64)),
  may('SUM', D2), may('COMMISSION', D2),
]

const CHECK: readonly Spec[] = [
  need('CHECKHEAD', [
    need('DOCTYPE', INT), may('DOCSUBTYPE', INT), ...PLACE, may('ORDERRETNUM', upTo(128)), may('ORDERSTORNUM', upTo(128)), may('OPERTYPENM', upTo(128)),
    may('VEHICLERN', upTo(64)), may('REVOKELASTONLINEDOC', FLAG), may('CASHIER', upTo(128)), may('LOGOURL', upTo(256)), may('COMMENT', ANY), need('VER', /^1$/), ...OUTCOME,
  ]),
  may('CHECKTOTAL', [
    may('SUM', D2), may('RNDSUM', D2), may('NORNDSUM', D2), may('NOTAXSUM', D2), may('COMMISSION', D2), may('USAGETYPE', INT), may('SUBCHECK', D2),
    may('DISCOUNTTYPE', /^[01]$/), may('DISCOUNTPERCENT', D2), may('DISCOUNTSUM', D2), may('PARTPAYTYPE', /^[123]$/), may('PARTPAYPERCENT', D2), may('PARTPAYSUM', D2),
    may('PARTPAYORDPREPAYNUM', upTo(128)),
  ]),
  may('CHECKPAY', { rows: [need('PAYFORMCD', INT), need('PAYFORMNM', upTo(128)), may('SUM', D2), may('PROVIDED', D2), may('REMAINS', D2), may('PAYSYS', { rows: PAYSYS })] }),
  may('CHECKTAX', { rows: TAX }),
  may('CHECKBODY', {
    rows: [
      may('CODE', upTo(64)), may('BARCODE', upTo(64)), may('UKTZED', /^(\d{4}|00\d{3}|\d{6}|\d{8}|\d{10})$/), may('DKPP', /^\d\d\.\d\d\.\d\d-\d\d[\d.]*$/),
      need('NAME', upTo(128)), may('DESCRIPTION', ANY), may('UNITCD', /^[1-9]\d{0,4}$/), may('UNITNM', upTo(64)), need('AMOUNT', D3), need('PRICE', D2),
      may('LETTERS', /^[А-ЯҐЄІЇ]{1,15}$/), need('COST', D2), may('USAGETYPE', INT), may('DISCOUNTTYPE', /^[01]$/), may('SUBTOTAL', D2), may('DISCOUNTNUM', INT),
      may('DISCOUNTTAX', INT), may('DISCOUNTPERCENT', D2), may('DISCOUNTSUM', D2), may('PARTPAYSUM', D2), may('COMMENT', ANY),
      may('EXCISELABELS', { rows: [need('EXCISELABEL', upTo(64))] }),
    ],
  }),
]

const DIRECTION: readonly Spec[] = [
  need('SUM', D2), may('RNDSUM', D2), may('NORNDSUM', D2), need('ORDERSCNT', INT),
  may('PAYFORMS', { rows: [need('PAYFORMCD', INT), need('PAYFORMNM', upTo(128)), need('SUM', D2)] }), may('TAXES', { rows: TAX }),
]

const ZREP: readonly Spec[] = [
  need('ZREPHEAD', [...PLACE, may('CASHIER', upTo(128)), need('VER', /^1$/), ...OUTCOME.filter(({ name }) => name !== 'STORNED')]),
  may('ZREPREALIZ', DIRECTION), may('ZREPRETURN', DIRECTION),
  may('ZREPBODY', [may('SERVICEINPUT', D2), may('SERVICEOUTPUT', D2), may('VEHICLERN', upTo(64))]),
]

/** What is wrong with the document by its schema; null if nothing is. */
export function schemaProblem(root: Element): string | null {
  if (root.name === 'CHECK') return groupProblem(root, CHECK)
  return root.name === 'ZREP' ? groupProblem(root, ZREP) : `невідомий документ ${root.name}`
}

function groupProblem(group: Element, specs: readonly Spec[]): string | null {
  if (group.text.trim() !== '') return `${group.name}: текст між елементами`
  let at = 0
  for (const child of group.children) {
    const place = specs.findIndex(({ name }, n) => n >= at && name === child.name)
    if (place < 0) return `${group.name}: елемент ${child.name} зайвий або не на своєму місці`
    const missing = specs.slice(at, place).find(({ required }) => required)
    if (missing !== undefined) return `${group.name}: немає елемента ${missing.name}`
    const spec = specs[place]
    const problem = spec === undefined ? null : elementProblem(child, spec)
    if (problem !== null) return problem
    at = place + 1
  }
  const missing = specs.slice(at).find(({ required }) => required)
  return missing === undefined ? null : `${group.name}: немає елемента ${missing.name}`
}

function elementProblem(element: Element, { form }: Spec): string | null {
  if (form instanceof RegExp) return element.children.length === 0 && form.test(element.text) ? null : `${element.name}: неприпустиме значення «${element.text.slice(0, 40)}»`
  if (!('rows' in form)) return groupProblem(element, form)
  if (element.children.length === 0) return `${element.name}: немає жодного рядка`
  const strange = element.children.find(({ name }) => name !== 'ROW')
  if (strange !== undefined) return `${element.name}: замість ROW є ${strange.name}`
  return element.children.map((row) => groupProblem(row, form.rows)).find((problem) => problem !== null) ?? null
}
