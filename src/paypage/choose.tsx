import type { JSX } from 'preact'
import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { decimal, isZero } from '../money/money.ts'
import { inLanguage } from '../platform/http/public-page.tsx'
import { paypageTexts } from '../platform/i18n/catalogue.ts'
import { countryName, currencySymbol, formatAmount, formatMoney, say } from '../platform/i18n/format.ts'
import { Icon } from './icon.tsx'
import { MethodTile } from './method-tile.tsx'
import { InvoiceLines, invoiceLine } from './parts.tsx'
import { safeHref } from './safe-href.ts'
import type { ChooseView, PayAmount, PayMethod, PayProblem, PayTransfer } from './view.ts'

/** What is to be paid, by what, and the one button. */
export function Choose({ view }: { view: ChooseView }): JSX.Element {
  const { invoice, language } = view
  const texts = paypageTexts[language]
  return (
    <>
      <h1>
        <span class="label">{isZero(invoice.paid) ? texts.invoice.toPay : texts.invoice.leftToPay}</span>{' '}
        <span class="sum">{formatMoney(language, invoice.left)}</span>
      </h1>
      <p class="about soft">{invoiceLine(view)}</p>
      {!isZero(invoice.paid) && (
        <p class="soft">{say(language, texts.invoice.partPaid, { paid: formatMoney(language, invoice.paid), total: formatMoney(language, invoice.total) })}</p>
      )}
      <InvoiceLines invoice={invoice} language={language} />
      <div class="face">
        {view.problem !== null && <Problem problem={view.problem} view={view} />}
        {hasMethods(view) && <PayForm view={view} />}
        {!hasMethods(view) && view.transfer === null && <p class="problem mild"><Icon sign="pause" /><span>{texts.choose.noMethods}</span></p>}
      </div>
      {view.transfer !== null && <Transfer transfer={view.transfer} view={view} />}
    </>
  )
}

const hasMethods = ({ methods, otherMethods }: ChooseView): boolean => methods.length + otherMethods.length > 0

/** Beside the methods, or in their place where there are none. */
function Transfer({ transfer, view }: { transfer: PayTransfer; view: ChooseView }): JSX.Element {
  const { language } = view
  const { transfer: texts, label } = paypageTexts[language]
  const href = safeHref(transfer.href)
  return (
    <details class="fold" open={!hasMethods(view)}>
      <summary><span class="name">{texts.title}</span> <span class="brief" aria-hidden="true">{texts.brief}</span></summary>
      <p class="soft">{texts.hint}</p>
      <img class="code" src={transfer.codePath} width={240} height={240} alt={texts.alt} />
      {href !== null && <p class="rows"><a class="button quiet" href={href} rel="noreferrer">{texts.open}</a></p>}
      <dl class="rows">
        <div><dt>{texts.recipient}</dt><dd>{transfer.recipient}</dd></div>
        <div><dt>{texts.recipientCode}</dt><dd>{transfer.recipientCode}</dd></div>
        <div><dt>{texts.account}</dt><dd>{transfer.account}</dd></div>
        <div><dt>{label.amount}</dt><dd class="amount">{formatMoney(language, view.invoice.left)}</dd></div>
        <div><dt>{texts.purpose}</dt><dd lang="uk">{transfer.purpose}</dd></div>
      </dl>
    </details>
  )
}

function PayForm({ view }: { view: ChooseView }): JSX.Element {
  const { amount, language } = view
  const texts = paypageTexts[language].choose
  return (
    <form method="post" action={inLanguage(`${view.path}/attempts`, language)}>
      <div class="face">
        <AmountField amount={amount} language={language} wrong={isAboutAmount(view.problem)} />
        <fieldset>
          <legend>{texts.legend}</legend>
          <Methods methods={view.methods} view={view} />
          <OtherMethods view={view} />
        </fieldset>
        <div class="bar">
          <button class="button" type="submit">
            {amount.kind === 'whole' ? say(language, texts.pay, { amount: formatMoney(language, amount.amount) }) : texts.payPart}
          </button>
        </div>
        <p class="next soft">{texts.next}</p>
      </div>
    </form>
  )
}

const isAboutAmount = (problem: PayProblem | null): boolean => problem !== null && problem.code.startsWith('amount_')

function AmountField({ amount, language, wrong }: { amount: PayAmount; language: Language; wrong: boolean }): JSX.Element {
  if (amount.kind === 'whole') return <input type="hidden" name="amount" value={decimal(amount.amount)} />
  const { least, most, typed } = amount
  const texts = paypageTexts[language].choose
  const limits = { least: formatMoney(language, least), most: formatMoney(language, most) }
  return (
    <div class={wrong ? 'field bad' : 'field'}>
      <label for="amount">{texts.amount}</label>
      <div class="box">
        <input id="amount" name="amount" inputMode="decimal" autocomplete="off" required maxLength={24} value={typed ?? plainAmount(language, most)}
          aria-describedby={wrong ? 'problem limits' : 'limits'} aria-invalid={wrong ? 'true' : undefined} />
        <span aria-hidden="true">{currencySymbol(language, most.currency)}</span>
      </div>
      <p id="limits" class="soft"><small>{say(language, texts.amountHint, limits)}</small></p>
    </div>
  )
}

/** The amount as the payer would type it: with the language's decimal sign and no grouping. */
const plainAmount = (language: Language, money: Money): string =>
  decimal(money).replace('.', formatAmount(language, { minor: 1n, currency: money.currency }).charAt(1) || '.')

function Methods({ methods, view }: { methods: readonly PayMethod[]; view: ChooseView }): JSX.Element {
  const texts = paypageTexts[view.language].choose
  return (
    <div class="methods">
      {methods.map((method) => (
        <label class="method" key={method.value}>
          <input type="radio" name="method" value={method.value} required checked={method.value === view.selected} />
          <MethodTile method={method} />
          <span>{method.title}{method.lastUsed && <small>{texts.lastUsed}</small>}</span>
        </label>
      ))}
    </div>
  )
}

function OtherMethods({ view }: { view: ChooseView }): JSX.Element | null {
  const { language, otherMethods, selected } = view
  if (otherMethods.length === 0) return null
  const texts = paypageTexts[language].choose
  const groups = Map.groupBy(otherMethods, ({ country }) => country?.toUpperCase() ?? null)
  return (
    <details class="fold" open={view.methods.length === 0 || otherMethods.some(({ value }) => value === selected)}>
      <summary><span class="name">{texts.otherCountries}</span></summary>
      {[...groups].map(([country, methods]) => (
        <div key={country} role="group" aria-label={country === null ? texts.everywhere : countryName(language, country)}>
          <h2>{country === null ? texts.everywhere : countryName(language, country)}</h2>
          <Methods methods={methods} view={view} />
        </div>
      ))}
    </details>
  )
}

/** Focused as the page opens, so that a screen reader begins with it. */
function Problem({ problem, view }: { problem: PayProblem; view: ChooseView }): JSX.Element {
  const mild = problem.code === 'turned_back'
  return (
    <p id="problem" class={mild ? 'problem mild' : 'problem'} role="alert" tabIndex={-1} autoFocus>
      <Icon sign={mild ? 'back' : 'attention'} /><span>{problemText(problem, view)}</span>
    </p>
  )
}

function problemText({ code }: PayProblem, { language, amount, invoice }: ChooseView): string {
  const texts = paypageTexts[language].problem
  const most = formatMoney(language, amount.kind === 'part' ? amount.most : invoice.left)
  switch (code) {
    case 'no_method': return texts.noMethod
    case 'amount_unreadable': return say(language, texts.amountUnreadable, { example: most })
    case 'amount_too_small':
      return say(language, texts.amountTooSmall, { least: formatMoney(language, amount.kind === 'part' ? amount.least : invoice.left) })
    case 'amount_too_large': return say(language, texts.amountTooLarge, { most })
    case 'amount_changed': return texts.amountChanged
    case 'method_unavailable': return texts.methodUnavailable
    case 'not_started': return texts.notStarted
    case 'too_many': return texts.tooMany
    case 'not_paid': return texts.notPaid
    case 'turned_back': return texts.turnedBack
  }
}
