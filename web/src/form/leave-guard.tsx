import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useReader } from '../language/reader.tsx'
import { Dialog } from '../controls/dialog.tsx'

/** Asks before what was typed is lost, whether by a link, the back button or closing the page. */
export function LeaveGuard({ isDirty }: { isDirty: () => boolean }) {
  const { t } = useReader()
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: isDirty,
    shouldBlockFn: ({ current, next }) => isDirty() && current.pathname !== next.pathname,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog title={t('leaveTitle')} onClose={blocker.reset}>
      <p>{t('leaveText')}</p>
      <div className="buttons">
        <Button onClick={blocker.reset}>{t('leaveStay')}</Button>
        <Button variant="default" onClick={blocker.proceed}>{t('leaveGo')}</Button>
      </div>
    </Dialog>
  )
}
