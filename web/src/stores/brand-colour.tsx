import { useId } from 'react'
import { useFieldProblem } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { contrastWithWhite, READABLE } from './contrast.ts'

const INK = '#1d1a16'

/** The colour with a sample of the button it makes, and whether its text can be read. */
export function BrandColour({ value, currency, onChange }: { value: string; currency: string; onChange: (colour: string) => void }) {
  const { t, money, decimal } = useReader()
  const id = useId()
  const problem = useFieldProblem('brandColour')
  const contrast = contrastWithWhite(value)
  const shown = decimal((Math.floor(contrast * 10) / 10).toFixed(1))
  return (
    <div className="labelled">
      <label htmlFor={id}><b>{t('colour')}</b></label>
      <small>{t('colourHint')}</small>
      <div className="colour">
        <input id={id} name="brandColour" type="color" value={value} onChange={(event) => onChange(event.target.value)} aria-describedby={`${id}-verdict`} />
        <span className="colour-sample" style={{ backgroundColor: value, color: contrast >= READABLE ? '#ffffff' : INK }} aria-hidden="true">
          {t('colourSample', { amount: money({ amount: '25.00', currency }) })}
        </span>
      </div>
      <small id={`${id}-verdict`} aria-live="polite">{t(contrast >= READABLE ? 'colourGood' : 'colourPoor', { contrast: shown })}</small>
      {problem !== null && <p className="field-problem">{problem}</p>}
    </div>
  )
}
