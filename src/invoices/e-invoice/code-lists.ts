/** ISO 3166-1 alpha-2, with Kosovo (XK) and Northern Ireland (XI) and 1A as the EN 16931 list has them. */
const COUNTRIES = new Set(('AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD '
  + 'CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL '
  + 'GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC '
  + 'LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM '
  + 'PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF '
  + 'TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI XK YE YT ZA ZM ZW 1A').split(' '))

export const isCountry = (code: string): boolean => COUNTRIES.has(code)

/** UNTDID 1001 as far as Peppol's billing process 01 takes them from anybody. */
export const INVOICE_TYPES: ReadonlySet<string> = new Set(['71', '80', '82', '84', '102', '218', '219', '331', '380', '382', '383', '386', '388', '393', '395',
  '553', '575', '623', '780', '817', '870', '875', '876', '877'])
export const CREDIT_NOTE_TYPES: ReadonlySet<string> = new Set(['81', '83', '381', '396', '532'])

/** UNTDID 4461, the codes an invoice can reasonably name. */
export const PAYMENT_MEANS: ReadonlySet<string> = new Set([
  ...Array.from({ length: 70 }, (_, at) => `${at + 1}`), '74', '75', '76', '77', '78', '91', '92', '93', '94', '95', '96', '97', '98', 'ZZZ',
])

/** UNCL5305 as EN 16931 uses it. */
export const VAT_CATEGORIES: ReadonlySet<string> = new Set(['AE', 'E', 'S', 'Z', 'G', 'O', 'K', 'L', 'M', 'B'])

/** UNTDID 5189. */
export const DISCOUNT_REASONS: ReadonlySet<string> = new Set([
  '41', '42', '60', '62', '63', '64', '65', '66', '67', '68', '70', '71', '88', '95', '100', '102', '103', '104', '105',
])

/** VATEX: the articles of Directive 2006/112/EC 79, 132, 143, 144, 146 to 148, 151, 159, 309 with their letters, and the rest by name. */
const EXEMPTION = /^VATEX-EU-(79-C|132(-1[A-Q])?|143(-1(FA|[A-L]))?|144|146-1E|148(-[A-G])?|151(-1(AA|[A-E]))?|153|159|309|AE|D|F|G|I|IC|J|O)$|^VATEX-FR-/

export const isExemptionCode = (code: string): boolean => EXEMPTION.test(code)
