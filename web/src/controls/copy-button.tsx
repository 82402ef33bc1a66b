import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useReader } from '../language/reader.tsx'
import { Icon } from './icon.tsx'
import { useSay } from './announcer.tsx'

const SHOWN_MS = 2000

/** Copies `text`. `what` names it for those who do not see where the button stands. */
function CopyButton({ text, what, quiet = false }: { text: string; what: string; quiet?: boolean }) {
  const { t } = useReader()
  const say = useSay()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    say(`${t('copied')}: ${what}`)
  }
  return (
    <Button
      type="button" size="sm" variant={quiet ? 'subtle' : 'default'} color="gray" onClick={() => void copy()}
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />} aria-label={`${t('copy')}: ${what}`}
      className="copy"
    >
      {t(copied ? 'copied' : 'copy')}
    </Button>
  )
}

/** A text in a frame with its copy button: an address, a key, a few lines of code. */
export function Copyable({ text, what, multiline = false }: { text: string; what: string; multiline?: boolean }) {
  return (
    <div className={multiline ? 'copyable copyable-block' : 'copyable'}>
      <code tabIndex={0}>{text}</code>
      <CopyButton text={text} what={what} quiet />
    </div>
  )
}
