import { beforeAll } from 'vitest'
import type pg from 'pg'
import type { Db } from '../../src/platform/db/database.ts'
import { receiptList } from '../../src/receipts/list-api.ts'
import { PUBLIC_URL, startCallerApp } from './called-by.ts'
import type { Asker, CallerApp } from './called-by.ts'
import { vault } from './till.ts'
import type { Till } from './till.ts'

/** The routes that show receipts, as the owner of a till asks them. */
export function openReceiptLists({ db, pool }: { readonly db: Db; readonly pool: pg.Pool }): (till: Till) => Promise<Asker> {
  const stage: { app?: CallerApp } = {}
  beforeAll(async () => {
    stage.app = await startCallerApp({ db, pool }, async (app, clock) => receiptList(app, { db, vault, clock, publicUrl: PUBLIC_URL }))
  })
  return ({ register }) => {
    if (stage.app === undefined) throw new Error('the stage is not open yet')
    return stage.app.person({ merchantId: register.merchantId })
  }
}
