import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { openTestDatabase } from '../support/database.ts'
import { filesIn, isForTests, nodesOf, parse, placeOf, sourcesIn, textOf } from './sources.ts'
import { statementsOf, tablesWithoutMerchant } from './statements.ts'

const { pool } = openTestDatabase()

/** Tables of the installation: what they hold belongs to no merchant, or leads to one. */
const OF_THE_INSTALLATION: Readonly<Record<string, string>> = {
  merchant: 'is the merchant',
  app_user: 'a person may work for several merchants',
  session: 'signs a person in, who then chooses a merchant',
  mailed_token: 'a letter to an address that may have no merchant yet',
  rate_limit: 'counts by a hash, before anybody is known',
  token: 'how a request finds its merchant',
  instance_key: 'proves the master key of the installation',
  kysely_migration: 'which migrations were run',
  kysely_migration_lock: 'one migrator at a time',
}

const rowsOf = async <Row extends object>(text: string): Promise<Row[]> => (await pool.query<Row>(text)).rows

const isOfTenant = (table: string): boolean => !(table in OF_THE_INSTALLATION)

const tablesOfDatabase = async (): Promise<string[]> => (await rowsOf<{ table: string }>(
  "select relname::text as table from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1")).map((row) => row.table)

type Key = { readonly table: string; readonly name: string; readonly columns: string[]; readonly primary: boolean; readonly unique: boolean }

const keysOfDatabase = (): Promise<Key[]> => rowsOf<Key>(`
  select t.relname::text as table, k.relname::text as name, i.indisprimary as primary, i.indisunique as unique,
    array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey::int2[]) with ordinality as c (number, place)
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = c.number and c.number > 0 order by c.place) as columns
  from pg_index i join pg_class t on t.oid = i.indrelid join pg_class k on k.oid = i.indexrelid
  where t.relnamespace = 'public'::regnamespace order by 1, 2`)

type ForeignKey = { readonly table: string; readonly name: string; readonly other: string; readonly columns: string[]; readonly to: string[] }

const foreignKeysOfDatabase = (): Promise<ForeignKey[]> => rowsOf<ForeignKey>(`
  select t.relname::text as table, c.conname::text as name, o.relname::text as other,
    array(select a.attname::text from unnest(c.conkey) with ordinality as k (number, place)
      join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number order by k.place) as columns,
    array(select a.attname::text from unnest(c.confkey) with ordinality as k (number, place)
      join pg_attribute a on a.attrelid = o.oid and a.attnum = k.number order by k.place) as to
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class o on o.oid = c.confrelid
  where c.contype = 'f' and t.relnamespace = 'public'::regnamespace order by 1, 2`)

const columnsOfDatabase = (): Promise<{ table: string; column: string }[]> => rowsOf(`
  select table_name::text as table, column_name::text as column from information_schema.columns
  join pg_class on relname = table_name and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  where table_schema = 'public' order by 1, ordinal_position`)

describe('every key begins with the merchant', () => {
  test('each table has a primary key that does', async () => {
    const keyed = new Map((await keysOfDatabase()).filter((key) => key.primary).map((key) => [key.table, key.columns[0]]))
    const without = (await tablesOfDatabase()).filter((table) => isOfTenant(table) && keyed.get(table) !== 'merchant_id')
    expect(without).toEqual([])
  })

  test('each unique key does', async () => {
    const wrong = (await keysOfDatabase()).filter((key) => key.unique && isOfTenant(key.table) && key.columns[0] !== 'merchant_id')
    expect(wrong.map(({ table, name }) => `${table}: ${name}`)).toEqual([])
  })

  /** What is looked for without knowing whose it is. */
  const FOR_THE_INSTALLATION: Readonly<Record<string, string>> = {
    membership_by_user: 'a person signs in and sees the merchants he works for',
    receipt_to_expire: 'the sweep looks for receipts that waited long enough',
    receipt_money_due: 'the sweep looks for returns whose money is to go back',
    receipt_letter_due: 'the sweep looks for registered receipts whose letter is not queued yet',
    invoice_paid_at_till: 'the sweep looks for sales of tills whose money has come',
    refund_ask: 'the schedule looks for refunds that the provider is to be asked about',
    attempt_poll: 'the schedule looks for attempts that the provider is to be asked about',
    attempt_open: 'the schedule looks for attempts that nobody has heard of',
    delivery_by_id: 'a mail server that returns a letter names its delivery, not whose it is',
    sms_part_by_message: 'a receipt of the SMS centre names its own id, not whose message it is',
    inbound_message_unapplied: 'the sweep looks for messages that a crash left behind',
    recurring_invoice_next: 'the schedule looks for recurring invoices whose day has come',
    statement_import_to_match: 'the schedule looks for statements whose lines are to be matched',
    cash_register_to_file: 'the schedule looks for registers whose documents are to be filed',
    cash_register_to_open: 'the schedule looks for registers whose shift is to be opened',
    shift_to_close: 'the schedule looks for shifts that are to be closed',
    statement_match_unfinished: 'the schedule looks for matches that a crash left half booked',
  }

  test('each index does, but those of the sweeps', async () => {
    const others = (await keysOfDatabase()).filter((key) => isOfTenant(key.table) && key.columns[0] !== 'merchant_id').map(({ name }) => name)
    expect(others.filter((name) => !(name in FOR_THE_INSTALLATION))).toEqual([])
    expect(Object.keys(FOR_THE_INSTALLATION).filter((name) => !others.includes(name))).toEqual([])
  })

  test('T05: each foreign key does, on both sides, so that no row can point at a row of another merchant', async () => {
    const wrong = (await foreignKeysOfDatabase()).filter((key) => isOfTenant(key.table) && key.other !== 'app_user' &&
      !(key.columns[0] === 'merchant_id' && key.to[0] === 'merchant_id'))
    expect(wrong.map(({ table, name }) => `${table}: ${name}`)).toEqual([])
  })

  test('the list of tables of the installation names only tables that exist', async () => {
    const tables = await tablesOfDatabase()
    expect(Object.keys(OF_THE_INSTALLATION).filter((table) => !tables.includes(table))).toEqual([])
  })
})

describe('every reference is a key, or says why it is none', () => {
  /** `table.column`, or `*.column` for every table. */
  const NO_KEY: Readonly<Record<string, string>> = {
    '*.object_id': 'of a kind that the row names beside it',
    '*.subject_id': 'an invoice, a credit note, a payment, a refund, a payout, a receipt, a shift, a cash move or a fiscal document',
    '*.store_id': 'told by the row that the other key leads to',
    '*.created_by': 'a person may be gone',
    'invoice.live_attempt_id': 'attempt points at invoice: a key back would make every new attempt two statements',
    'invoice.tests_channel_id': 'set once, for a search',
    'inbound_message.attempt_id': 'what a stranger named, before it is known whether it exists',
    'inbound_raw.inbound_id': 'written in the same statement as its message, which is never removed',
    'outbox.event_id': 'written in the same statement as its event, which is never removed',
    'statement_match.booked_id': 'a payment or a payout, written a moment later',
    'payout.made_by': 'user:<id>, api_key:<id> or kvit', 'payment_reversal.reversed_by': 'user:<id>, api_key:<id> or kvit',
    'cash_move_withdrawal.withdrawn_by': 'user:<id>, api_key:<id> or kvit',
    'statement_import.imported_by': 'user:<id>, api_key:<id> or kvit',
    'reminder_pause.paused_by': 'user:<id>, api_key:<id> or kvit',
    'delivery.requested_by': 'user:<id>, api_key:<id> or kvit',
    'delivery.transport_id': 'the mail server’s name for a letter',
    'sms_part.message_id': 'the SMS centre’s name for a part',
  }

  test('T05: a column that names another row is part of a foreign key', async () => {
    const [columns, keys, primary] = [await columnsOfDatabase(), await foreignKeysOfDatabase(), (await keysOfDatabase()).filter((key) => key.primary)]
    const loose = columns.filter(({ table, column }) => isOfTenant(table) && /_(id|by)$/.test(column) && column !== 'merchant_id' &&
      !keys.some((key) => key.table === table && key.columns.includes(column)) &&
      primary.find((key) => key.table === table)?.columns.at(-1) !== column)
    const unexplained = loose.filter(({ table, column }) => !(`${table}.${column}` in NO_KEY) && !(`*.${column}` in NO_KEY))
    expect(unexplained.map(({ table, column }) => `${table}.${column}`)).toEqual([])
  })
})

describe('test and live', () => {
  /** Tables whose rows live and die with a row that has the mode, and those that are above the difference. */
  const WITHOUT_MODE: Readonly<Record<string, string>> = {
    membership: 'a person works in both',
    invitation: 'a person works in both',
    reminder_schedule: 'belongs to the store', reminder: 'belongs to the invoice', reminder_pause: 'belongs to the invoice',
    recurring_issue: 'belongs to the recurring invoice and the invoice',
    store_logo: 'belongs to the store', store_letter: 'belongs to the store', store_sms: 'belongs to the store', sms_part: 'belongs to the delivery',
    product: 'a store sells the same in both', product_barcode: 'belongs to the product', tax_letter: 'belongs to the store',
    channel_secret: 'belongs to the channel', channel_agreement: 'only of live channels', former_credentials: 'only of live channels',
    invoice_content: 'belongs to the invoice', pay_code: 'belongs to the invoice',
    money_account: 'a bank knows no test; what lies in it is told for each mode',
    receipt_payment: 'belongs to the receipt and the payment',
    payment_reversal: 'belongs to the payment', cash_move_withdrawal: 'belongs to the cash move',
    allocation: 'belongs to the payment and the invoice',
    inbound_message: 'belongs to the channel', inbound_raw: 'belongs to the message',
    register_secret: 'belongs to the cash register', cashier: 'belongs to the store', cashier_session: 'belongs to the cash register',
    offline_session: 'belongs to the cash register',
    outbox: 'belongs to the event',
    audit_record: 'settings and decisions are of both',
    idempotency_key: 'belongs to the caller, an API key has one mode',
  }

  test('every table of documents says which each row is', async () => {
    const withMode = new Set((await columnsOfDatabase()).filter(({ column }) => column === 'mode').map(({ table }) => table))
    const tables = (await tablesOfDatabase()).filter(isOfTenant)
    expect(tables.filter((table) => !withMode.has(table) && !(table in WITHOUT_MODE))).toEqual([])
    expect(Object.keys(WITHOUT_MODE).filter((table) => withMode.has(table) || !tables.includes(table))).toEqual([])
  })
})

describe('nothing hangs on a session or on one server', () => {
  test('there are no sequences, no deferred constraints and no extensions', async () => {
    expect(await rowsOf("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'")).toEqual([])
    expect(await rowsOf("select conname::text from pg_constraint where condeferrable and connamespace = 'public'::regnamespace")).toEqual([])
    expect(await rowsOf("select extname::text from pg_extension where extname <> 'plpgsql'")).toEqual([])
  })

  const SESSION = /\b(pg_(try_)?advisory_\w*lock\w*|pg_notify)\b|^\s*(listen|notify|unlisten)\s+\w|^\s*set\s+(session\s+|local\s+)?\w+\s*(=|to\b)|\bset_config\(|\bwith\s+hold\b|\bcreate\s+(temp|temporary)\b/m
  const asSql = (text: string): string => text.replaceAll(/\b(LISTEN|NOTIFY|UNLISTEN|SET|SESSION|LOCAL|TO|TEMP|TEMPORARY|CREATE|WITH|HOLD)\b/g, (word) => word.toLowerCase())

  /** A migrator takes a lock of its transaction, which ends with it whatever stands between. */
  const OF_THE_MIGRATOR = 'src/platform/db/migrate.ts'

  test('no statement listens, locks a session or sets one', () => {
    const texts = sourcesIn('src').filter(({ path }) => !isForTests(path) && !path.startsWith('src/platform/i18n/')).flatMap((source) =>
      [...nodesOf(source.tree)].flatMap((node) => (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)
        ? [{ place: placeOf(source, node), text: node.text }] : [])))
    const found = texts.filter(({ text }) => SESSION.test(asSql(text)))
    expect(found.map(({ place }) => place).filter((place) => !place.startsWith(OF_THE_MIGRATOR))).toEqual([])
    expect(found.filter(({ place }) => place.startsWith(OF_THE_MIGRATOR)).map(({ text }) => text)).toEqual([
      'set local idle_in_transaction_session_timeout = 0', 'set local lock_timeout = 0', 'select pg_advisory_xact_lock(',
    ])
    for (const text of ['LISTEN jobs', 'select pg_advisory_lock(1)', 'SET search_path TO a', "set lock_timeout = '1s'", 'select pg_notify($1)']) {
      expect(SESSION.test(asSql(text)), text).toBe(true)
    }
    for (const text of ['update a set b = 1', 'Set it to an address']) expect(SESSION.test(asSql(text)), text).toBe(false)
  })

  test('nor does a migration', () => {
    const migrations = filesIn('src/platform/db/migrations')
    const code = (path: string): string => textOf(path).replaceAll(/--.*$/gm, '')
    expect(migrations.filter((path) => SESSION.test(asSql(code(path))))).toEqual([])
    expect(migrations.length).toBeGreaterThan(0)
  })
})

describe('every statement says whose rows it means', () => {
  const sources = sourcesIn('src')
  const code = new Map(sources.map((source) => [source.path, source]))
  const statements = sources.filter(({ path }) => !isForTests(path)).flatMap((source) => statementsOf(source, code))
  const isHot = (path: string): boolean => /^src\/(payments|callbacks|paypage)\//.test(path)

  /** Prepared statements of the payment path that look at all merchants, because they are for a schedule. */
  const SWEEPS: Readonly<Record<string, string>> = {
    'till-letters-due': 'finds registered receipts, each then has its letter within its merchant',
    'receipts-paid': 'whose money has come; each is then registered with its merchant',
    'receipts-to-expire': 'which receipts waited long enough; each is then ended with its merchant',
    'returns-to-pay': 'which returns are registered; the money of each is then sent back with its merchant',
    'matches-unfinished': 'which matches a crash left half booked; each is then taken with its merchant',
    'claim-registers': 'which cash registers’ documents are due; each is then filed for with its merchant',
    'claim-refunds': 'which refunds the provider is to be asked about; each is then asked about with its merchant',
    'claim-polls': 'which attempts the provider is to be asked about; each is then asked about with its merchant',
    'attempts-silent': 'which attempts nobody has heard of; each is then taken with its merchant',
    'receipts-due': 'which payments have no receipt letter yet; each is then queued with its merchant',
    'receipts-mark': 'notes up to where every store\'s payments have theirs',
    'unapplied-callbacks': 'which messages a crash left behind; each is then applied with its merchant',
  }

  test('of the payment path: the share is 1.00', async () => {
    const tables = new Set((await tablesOfDatabase()).filter(isOfTenant))
    const hot = statements.filter(({ path, prepared }) => isHot(path) && prepared !== null && !(prepared in SWEEPS))
    const vague = hot.filter(({ text }) => tablesWithoutMerchant(text, tables).length > 0 || !/merchant_id\s*=/.test(text))
    expect(vague.map(({ place, prepared }) => `${place} ${prepared}`)).toEqual([])
    expect(hot.length).toBeGreaterThan(8)
    expect((hot.length - vague.length) / hot.length).toBe(1)
    expect(Object.keys(SWEEPS).filter((name) => !statements.some(({ prepared }) => prepared === name))).toEqual([])
  })

  test('of the payment path: each is prepared under a name of its own', () => {
    const names = statements.flatMap(({ prepared }) => (prepared === null ? [] : [prepared]))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  /** By file and table. */
  const ACROSS_MERCHANTS: Readonly<Record<string, string>> = {
    'src/merchants/channels/refresh-channels.ts channel': 'which channels’ keys are old; each is then refreshed with its merchant',
    'src/merchants/channels/store.ts former_credentials': 'removes secrets that verify nothing any more',
    'src/deliveries/apply-sms-receipt.ts sms_part': 'whose message a receipt is about; it is then applied with its merchant',
    'src/registers/shift-store.ts cash_register': 'which registers’ time to open has come; each is then opened with its merchant',
    'src/registers/cashier-store.ts cashier_session': 'removes sessions at tills that have ended',
    'src/registers/shift-store.ts shift': 'which shifts’ time to close has come; each is then closed with its merchant',
    'src/recurring/store.ts recurring_invoice': 'which periods have come; each is then issued with its merchant',
    'src/merchants/people/store.ts idempotency_key': 'removes answers that nobody will ask for again',
    'src/merchants/people/store.ts payer_access': 'removes what payers’ links opened once',
  }

  test('and so does every other', async () => {
    const tables = new Set((await tablesOfDatabase()).filter(isOfTenant))
    const vague = statements.filter(({ prepared }) => prepared === null || !(prepared in SWEEPS))
      .flatMap(({ place, text }) => tablesWithoutMerchant(text, tables).map((table) => `${place} ${table}`))
    expect(vague.filter((line) => !(line.replace(/:\d+ /, ' ') in ACROSS_MERCHANTS))).toEqual([])
  })

  test('queries built in code too', async () => {
    const tables = new Set((await tablesOfDatabase()).filter(isOfTenant))
    const vague = sources.filter(({ path }) => !isForTests(path)).flatMap((source) => [...nodesOf(source.tree)].flatMap((node) => {
      if (!ts.isCallExpression(node) || !/\.(selectFrom|updateTable|deleteFrom|innerJoin|leftJoin)$/.test(node.expression.getText())) return []
      const [table] = node.arguments
      if (table === undefined || !ts.isStringLiteral(table) || !tables.has(table.text.replace(/ as .*$/, ''))) return []
      return /merchant_id/.test(wholeChain(node).getText()) ? [] : [`${placeOf(source, node)} ${table.text}`]
    }))
    expect(vague.filter((line) => !(line.replace(/:\d+ /, ' ') in ACROSS_MERCHANTS))).toEqual([])
  })

  const wholeChain = (node: ts.Node): ts.Node =>
    ts.isPropertyAccessExpression(node.parent) || (ts.isCallExpression(node.parent) && node.parent.expression === node) ? wholeChain(node.parent) : node

  test('a statement that does not would be found', () => {
    const tables = new Set(['invoice', 'payment'])
    const read = (text: string) => tablesWithoutMerchant(text, tables)
    expect(read('select * from invoice where invoice_id = $1')).toEqual(['invoice'])
    expect(read('select * from invoice i join payment p on p.invoice_id = i.invoice_id where i.merchant_id = $1')).toEqual(['payment'])
    expect(read('update invoice set merchant_id = $1 where invoice_id = $2')).toEqual(['invoice'])
    expect(read('select * from invoice where merchant_id = $1 and invoice_id = $2')).toEqual([])
    expect(read('select * from invoice i join payment p on p.merchant_id = i.merchant_id where i.merchant_id = $1')).toEqual([])
    const path = 'src/payments/a.ts'
    const text = "const A = `select ${COLUMNS} from invoice`\nconst COLUMNS = 'a, b'\npool.query({ name: 'find-a', text: A })"
    const source = { path, text, tree: parse(path, text) }
    expect(statementsOf(source, new Map([[path, source]]))).toMatchObject([{ text: 'select a, b from invoice', prepared: 'find-a' }])
  })
})
