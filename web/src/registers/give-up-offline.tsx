import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CashRegister } from '../api/nouns.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { More } from '../controls/list.tsx'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { receiptsQuery } from '../receipts/queries.ts'
import { useWhen } from '../shell/store.tsx'
import { standingQuery, useGiveUpOffline } from './queries.ts'

/** Where the tax service refused what was made without it: what that is, what giving it up means, and doing so. */
export function GiveUpOffline({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const give = useGiveUpOffline(register.id, () => {
    setAsking(false)
    say(t('offlineGiveUpDone'))
  })
  const stop = register.attention.find(({ kind }) => kind === 'offline_stopped')
  if (stop === undefined) return null
  return (
    <div className="row-buttons">
      <Button variant="default" onClick={() => setAsking(true)}>{t('offlineGiveUp')}</Button>
      {asking && (
        <Dialog title={t('offlineGiveUpTitle', { name: register.name })} onClose={() => setAsking(false)} wide>
          <Form danger submit={t('offlineGiveUp')} busy={give.isPending} error={give.error} onSubmit={() => give.mutate(null)} onCancel={() => setAsking(false)}>
            <Said register={register} />
            <p>{t('offlineGiveUpFirst')}</p>
            <p>{t('offlineGiveUpKept')}</p>
            <p className="hint-amber">{t('offlineGiveUpYours')}</p>
            <p>{t('offlineGiveUpAmong', { count: stop.count })}</p>
            <Concerned register={register} />
          </Form>
        </Dialog>
      )}
    </div>
  )
}

function Said({ register }: { register: CashRegister }) {
  const { t } = useReader()
  const { data } = useQuery(standingQuery(register.id))
  const problem = data?.offline?.problem ?? null
  return problem !== null && <p>{t('offlineGiveUpSaid', { problem })}</p>
}

function Concerned({ register }: { register: CashRegister }) {
  const { money } = useReader()
  const when = useWhen()
  const query = useInfiniteQuery(receiptsQuery(register.store, { register: register.id, state: 'offline' }))
  return (
    <>
      <ul className="rows">
        {query.data?.pages.flatMap(({ items }) => items).map(({ id, number, fiscal, due, createdAt }) => (
          <li key={id} className="row-line">
            <span>{number}<small>{[when(createdAt), ...(fiscal === null ? [] : [fiscal.number])].join(' · ')}</small></span>
            <strong className="money">{money(due)}</strong>
          </li>
        ))}
      </ul>
      <More query={query} />
    </>
  )
}
