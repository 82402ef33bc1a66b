import { useId } from 'react'
import type { TaxLetter } from '../api/nouns.ts'
import { useFieldProblem } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'

/** The letters of a product as buttons of the store's table: nobody types a Latin letter that looks the same. */
export function LettersField({ letters, value, onChange }: { letters: readonly TaxLetter[]; value: string; onChange: (letters: string) => void }) {
  const { t, percent } = useReader()
  const id = useId()
  const problem = useFieldProblem('taxLetters')
  const latest = letters.filter(({ letter }, at) => letters.findLastIndex((one) => one.letter === letter) === at)
  const unknown = [...value].filter((letter) => !latest.some((one) => one.letter === letter))
  const toggle = (letter: string) => onChange(value.includes(letter) ? value.replace(letter, '') : value + letter)
  return (
    <fieldset className="letters" aria-describedby={`${id}-hint ${id}-problem`}>
      <legend>{t('taxLetters')}</legend>
      <small id={`${id}-hint`} className="quiet">{t('productLettersHint')}</small>
      <div className="letters-row">
        <label className="letter-choice">
          <input type="checkbox" name="taxLetters" checked={value === ''} onChange={() => onChange('')} />
          <span>{t('productLettersNone')}</span>
        </label>
        {[...latest, ...unknown.map((letter) => ({ letter, name: '', percent: '' }))].map(({ letter, name, percent: rate }) => (
          <label key={letter} className="letter-choice">
            <input type="checkbox" name="taxLetters" checked={value.includes(letter)} onChange={() => toggle(letter)} />
            <span><b>{letter}</b> {name} {rate !== '' && percent(rate)}</span>
          </label>
        ))}
      </div>
      {problem !== null && <p id={`${id}-problem`} className="field-problem">{problem}</p>}
    </fieldset>
  )
}
