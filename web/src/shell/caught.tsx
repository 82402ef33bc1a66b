import { useSession } from '../api/session.ts'
import { useReader } from '../language/reader.tsx'

/** Leads to what was caught in test mode instead of being sent. Nothing where the installation has no page for it. */
export function CaughtLink({ of }: { of: 'letters' | 'texts' }) {
  const { t } = useReader()
  const page = useSession().caught[of]
  if (page === null) return null
  return <a href={page} target="_blank" rel="noreferrer" className="caught">{t(of === 'letters' ? 'caughtLetters' : 'caughtTexts')}</a>
}
