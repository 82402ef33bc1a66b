import { Button, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useReader } from '../language/reader.tsx'
import { base64Of } from './file-content.ts'
import { useFieldProblem } from './form.tsx'

type FieldProps = {
  /** The field's path in the request, by which the server names it when something is wrong. */
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly optional?: boolean
  readonly disabled?: boolean
}

function useWrapper({ name, label, hint, optional = false }: FieldProps) {
  const { t } = useReader()
  const problem = useFieldProblem(name)
  return {
    name,
    label: optional ? <>{label} <span className="optional">{t('optional')}</span></> : label,
    description: hint,
    error: problem,
    'aria-required': !optional,
  }
}

type TextFieldProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'date' | 'search'
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  /** `pad`: a number pad stands beside it, so that a tablet's own keyboard need not cover the screen. */
  readonly numeric?: boolean | 'pad'
  readonly suffix?: ReactNode
  readonly maxLength?: number
  readonly labelHidden?: boolean
  readonly placeholder?: string
}

export function TextField(props: TextFieldProps) {
  const { labelHidden = false, numeric = false, suffix, label } = props
  const wrapper = useWrapper(props)
  return (
    <TextInput
      {...wrapper} {...(labelHidden ? { label: null, 'aria-label': label } : {})}
      type={props.type ?? 'text'} value={props.value} disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      {...(props.autoComplete === undefined ? { autoComplete: 'off' } : { autoComplete: props.autoComplete })}
      {...(props.autoFocus ? { 'data-autofocus': true, autoFocus: true } : {})}
      {...(numeric !== false ? { inputMode: numeric === 'pad' ? 'none' : 'decimal', classNames: { input: 'numeric' } } : {})}
      {...(suffix === undefined ? {} : { rightSection: suffix, rightSectionWidth: 56, rightSectionPointerEvents: 'none' })}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
    />
  )
}

export function PasswordField(props: FieldProps & { readonly isNew?: boolean }) {
  const { t } = useReader()
  const wrapper = useWrapper(props)
  return (
    <PasswordInput
      {...wrapper} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}
      autoComplete={props.isNew ? 'new-password' : 'current-password'} visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
    />
  )
}

/** A file that is kept secret: chosen, or its content pasted as Base64, of `maxLength` at most. */
export function SecretFileField({ maxLength, ...props }: FieldProps & { readonly maxLength: number }) {
  const { t } = useReader()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<{ readonly name: string; readonly text: string } | null>(null)
  const [isUnfit, setUnfit] = useState(false)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    const text = file.size * 4 / 3 <= maxLength ? await base64Of(file).catch(() => null) : null
    setUnfit(text === null)
    if (text === null) return
    setChosen({ name: file.name, text })
    props.onChange(text)
  }
  return (
    <div className="secret-file">
      <PasswordField {...props} isNew />
      <div className="row-buttons">
        <Button type="button" variant="default" size="sm" aria-label={`${props.label}: ${t('fileChoose')}`} onClick={() => input.current?.click()}>{t('fileChoose')}</Button>
        <span className="quiet" role="status">{chosen !== null && chosen.text === props.value ? chosen.name : ''}</span>
      </div>
      {isUnfit && <p className="field-problem" role="alert">{t('fileUnfit')}</p>}
      <input ref={input} type="file" hidden onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
    </div>
  )
}

export function LongField(props: FieldProps & { readonly rows?: number; readonly mono?: boolean; readonly maxLength?: number }) {
  const wrapper = useWrapper(props)
  return (
    <Textarea
      {...wrapper} value={props.value} rows={props.rows ?? 3} onChange={(event) => props.onChange(event.currentTarget.value)}
      {...(props.mono ? { classNames: { input: 'mono' } } : {})} spellCheck={!props.mono}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    />
  )
}

type Choice = { readonly value: string; readonly label: string }

export function ChoiceField(props: FieldProps & { readonly choices: readonly Choice[]; readonly labelHidden?: boolean }) {
  const wrapper = useWrapper(props)
  return (
    <NativeSelect
      {...wrapper} {...(props.labelHidden ? { label: null, 'aria-label': props.label } : {})}
      value={props.value} data={[...props.choices]} disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}

export function SwitchField({ name, label, hint, checked, onChange }: {
  name: string; label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void
}) {
  const problem = useFieldProblem(name)
  return (
    <Switch
      name={name} label={label} description={hint} error={problem} checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** A few choices that can all be seen at once. */
export function RadioField({ name, label, value, choices, onChange }: {
  name: string; label: string; value: string; choices: readonly (Choice & { readonly hint?: string })[]; onChange: (value: string) => void
}) {
  const problem = useFieldProblem(name)
  return (
    <fieldset className="radios" aria-describedby={problem === null ? undefined : `${name}-problem`}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="radio">
          <input
            type="radio" name={name} value={choice.value} checked={choice.value === value} onChange={() => onChange(choice.value)}
          />
          <span><b>{choice.label}</b>{choice.hint !== undefined && <small>{choice.hint}</small>}</span>
        </label>
      ))}
      {problem !== null && <p id={`${name}-problem`} className="field-problem">{problem}</p>}
    </fieldset>
  )
}
