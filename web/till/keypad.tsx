import { Icon } from '../src/controls/icon.tsx'
import { useReader } from '../src/language/reader.tsx'

type KeypadProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** What stands left of the zero: a decimal sign, or nothing for whole numbers. */
  readonly point?: boolean
}

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const
const LONGEST = 12

/** A number pad for fingers. What is typed on a keyboard goes into the field above it. */
export function Keypad({ value, onChange, point = false }: KeypadProps) {
  const { t } = useReader()
  const press = (key: string) => {
    if (value.length < LONGEST) onChange(value + key)
  }
  return (
    <div className="keypad" role="group" aria-label={t('tillKeypad')}>
      {DIGITS.map((digit) => <button key={digit} type="button" onClick={() => press(digit)}>{digit}</button>)}
      {point ? <button type="button" disabled={/[.,]/.test(value)} onClick={() => press(value === '' ? '0,' : ',')}>,</button> : <span />}
      <button type="button" onClick={() => press('0')}>0</button>
      <button type="button" aria-label={t('tillErase')} disabled={value === ''} onClick={() => onChange(value.slice(0, -1))}><Icon name="back" size={24} /></button>
    </div>
  )
}
