import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CashRegister } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useErrorText } from '../controls/waiting.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { receiptsQuery } from '../receipts/queries.ts'
import { standingQuery, useChangeRegister } from './queries.ts'

/** The end of a cash register, or its new beginning. What closing means is said before it is done. */
export function Retire({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const say = useSay()
  const textOf = useErrorText()
  const [asking, setAsking] = useState(false)
  const change = useChangeRegister(register.id, () => {
    setAsking(false)
    say(t('saved'))
  })
  if (register.state === 'closed') {
    return (
      <div className="row-buttons">
        {change.error !== null && <p className="field-problem" role="alert">{textOf(change.error)}</p>}
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ state: 'active' })}>{t('registerReopen')}</Button>
      </div>
    )
  }
  return (
    <div className="row-buttons">
      <Button variant="subtle" color="red.8" onClick={() => setAsking(true)}>{t('registerRetire')}</Button>
      {asking && (
        <Dialog title={`${t('registerRetire')}: ${register.name}`} onClose={() => setAsking(false)}>
          <Form
            danger submit={t('registerRetire')} busy={change.isPending} error={change.error} onSubmit={() => change.mutate({ state: 'closed' })}
            onCancel={() => setAsking(false)}
          >
            <p>{t('registerRetireText')}</p>
            <WhatIsLeft register={register} />
          </Form>
        </Dialog>
      )}
    </div>
  )
}

/** Cash in the drawer and receipts that wait: what nobody can deal with at a closed register. */
function WhatIsLeft({ register }: { register: CashRegister }) {
  const { t, money } = useReader()
  const { data: standing } = useQuery(standingQuery(register.id))
  const { data: deferred } = useInfiniteQuery(receiptsQuery(register.store, { register: register.id, state: 'deferred' }))
  const isAwaited = deferred?.pages.some(({ items }) => items.length > 0) === true
  return (
    <>
      {standing !== undefined && /[1-9]/.test(standing.drawer.amount) && <p className="hint-amber">{t('registerRetireDrawer', { amount: money(standing.drawer) })}</p>}
      {isAwaited && <p className="hint-amber">{t('registerRetireWaiting')}</p>}
    </>
  )
}
