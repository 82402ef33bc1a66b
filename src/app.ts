import type { FastifyBaseLogger } from 'fastify'
import { callbackRoutes } from './callbacks/api.ts'
import { openIntake } from './callbacks/intake.ts'
import type { Config } from './config.ts'
import { connectorById, CONNECTORS } from './connectors/registry.ts'
import { customerRoutes } from './customers/api.ts'
import { accountMail } from './deliveries/account-mail.ts'
import { receiveMailReports } from './deliveries/apply-mail-report.ts'
import { letterRoutes } from './deliveries/api.ts'
import { E_INVOICE_JOB, LETTER_JOB } from './deliveries/delivery.ts'
import { openFolderCarrier } from './deliveries/folder-carrier.ts'
import { giveUpDelivery, sendQueuedLetter } from './deliveries/send-letter.ts'
import type { SendDeps } from './deliveries/send-letter.ts'
import { applySmsReceipt } from './deliveries/apply-sms-receipt.ts'
import { giveUpSms, sendQueuedSms } from './deliveries/send-sms.ts'
import type { SendSmsDeps, SmsSenders } from './deliveries/send-sms.ts'
import { SMS_JOB } from './deliveries/sms-delivery.ts'
import { FISCALISERS } from './fiscalisers/registry.ts'
import { healthRoutes } from './health.ts'
import { invoiceRoutes } from './invoices/api.ts'
import { writeInvoiceLetter } from './invoices/invoice-letter.ts'
import type { InvoiceLetterDeps } from './invoices/invoice-letter.ts'
import { eInvoiceRoutes } from './invoices/e-invoice/api.ts'
import { sendQueuedEInvoice } from './invoices/e-invoice/send-e-invoice.ts'
import type { Carriers } from './invoices/e-invoice/send-e-invoice.ts'
import { writeInvoiceSms } from './invoices/invoice-sms.ts'
import { createDocumentPrinter } from './invoices/invoice-pdf.ts'
import { paperRoutes } from './invoices/paper-api.ts'
import { queueInvoiceLetters } from './invoices/queue-invoice-letters.ts'
import { sendRoutes } from './invoices/send-api.ts'
import { smsRoutes } from './invoices/sms-api.ts'
import { payCodeRoutes } from './invoices/pay-code-api.ts'
import { newestIssued } from './invoices/newest-issued.ts'
import { posterRoutes } from './invoices/poster-api.ts'
import { storeSmsRoutes } from './invoices/store-sms-api.ts'
import { readProgressOf } from './invoices/store-progress.ts'
import { readTests, testPaymentRoutes } from './invoices/test-payment.ts'
import type { Clock } from './kernel/clock.ts'
import type { Mode } from './kernel/ids.ts'
import type { Secret } from './kernel/secret.ts'
import type { Language } from './kernel/language.ts'
import { merchantRoutes } from './merchants/api.ts'
import { identifyWith } from './merchants/caller.ts'
import { newChannelCache } from './merchants/channels/open-channel.ts'
import { refreshChannels } from './merchants/channels/refresh-channels.ts'
import { forgetEnded } from './merchants/people/forget-ended.ts'
import { paymentRoutes } from './payments/api.ts'
import { askRefunds } from './payments/ask-refunds.ts'
import { checkRoutes } from './payments/check-api.ts'
import { expireAttempts } from './payments/jobs.ts'
import { pollAttempts } from './payments/poll-attempts.ts'
import { noteMissedTestPayments } from './payments/missed-test-payments.ts'
import type { ChannelOpener } from './payments/method-titles.ts'
import { attemptDecisionRoutes } from './payments/attempt-decision-api.ts'
import { queueReceiptLetters } from './payments/queue-receipt-letters.ts'
import { writeReceiptLetter } from './payments/receipt-letter.ts'
import type { ReceiptLetterDeps } from './payments/receipt-letter.ts'
import { bankAppRoutes } from './paypage/bank-app-api.ts'
import { bringToBankApp } from './paypage/bring.ts'
import { payPageRoutes } from './paypage/api.ts'
import { payFileRoutes } from './paypage/files.ts'
import { sendFreshLink } from './paypage/fresh-link.ts'
import { codeRoutes } from './paypage/code-api.ts'
import { portalRoutes } from './paypage/portal-api.ts'
import { offeredTitles } from './paypage/offered-titles.ts'
import { payChannels } from './paypage/pay-channels.ts'
import { masterKeyOf } from './platform/crypto/vault.ts'
import type { Vault } from './platform/crypto/vault.ts'
import type { Database } from './platform/db/database.ts'
import { buildHttp } from './platform/http/app.ts'
import { cabinetRoutes } from './platform/http/cabinet.ts'
import { compressAnswers } from './platform/http/compression.ts'
import { describeApi } from './platform/http/openapi.ts'
import { openOutgoing } from './platform/http/outgoing.ts'
import type { App } from './platform/http/route.ts'
import { every } from './platform/jobs/every.ts'
import type { Repeating } from './platform/jobs/every.ts'
import { openJobs } from './platform/jobs/jobs.ts'
import { openMailer } from './platform/mail/mailer.ts'
import type { MailReceiver } from './platform/mail/mail-receiver.ts'
import type { Mailer } from './platform/mail/mailer.ts'
import { returnAddresses } from './platform/mail/return-address.ts'
import type { ReturnAddresses } from './platform/mail/return-address.ts'
import type { PdfPrinter } from './platform/pdf/printer.ts'
import { openSmsSender } from './platform/sms/sms-sender.ts'
import type { SmsSender } from './platform/sms/sms-sender.ts'
import { productRoutes } from './products/api.ts'
import { receiptRoutes } from './receipts/api.ts'
import { expireReceipts, payReturns, registerPaid } from './receipts/jobs.ts'
import { receiptPageRoutes } from './receipts/page-api.ts'
import { readShiftSums } from './receipts/read-shift-sums.ts'
import { queueTillLetters } from './receipts/queue-till-letters.ts'
import { createStripPrinter } from './platform/pdf/strip.ts'
import { settleReceipt } from './receipts/settle-receipt.ts'
import { hasDeferred } from './receipts/store.ts'
import { writeTillLetter } from './receipts/till-letter.ts'
import type { TillLetterDeps } from './receipts/till-letter.ts'
import { tillRoutes } from './registers/api.ts'
import { fileDocuments } from './registers/file-documents.ts'
import { forgetCashierSessions, keepShifts } from './registers/keep-shifts.ts'
import type { FiscaliserDeps, Memories } from './registers/open-fiscaliser.ts'
import { settleWith } from './registers/settle-shift.ts'
import { reconciliationRoutes } from './reconciliation/api.ts'
import { agreeDaily } from './reconciliation/agree-daily.ts'
import { finishMatches } from './reconciliation/book-match.ts'
import { matchImports } from './reconciliation/match-imports.ts'
import { recurringRoutes } from './recurring/api.ts'
import { issueRecurring } from './recurring/jobs.ts'
import { reminderRoutes } from './reminders/api.ts'
import { bundledHolidays } from './reminders/holidays.ts'
import { sendReminders } from './reminders/jobs.ts'
import { writeReminderLetter } from './reminders/reminder-letter.ts'
import type { ReminderLetterDeps } from './reminders/reminder-letter.ts'
import { reportRoutes } from './reports/api.ts'

export type Kvit = {
  readonly app: App
  /** Begins the work that nobody asks for over HTTP: letters, the sweep, the clock's decisions. */
  start(): Promise<void>
  /** Answers what is under way, applies what was acknowledged, and lets go of everything but the database. */
  stop(): Promise<void>
}

type Surroundings = {
  readonly config: Config
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly logger: FastifyBaseLogger
}

const EXPIRE_EVERY_MS = 60_000
const RECEIPTS_EVERY_MS = 5_000
const POLL_EVERY_MS = 2_000
const ASK_EVERY_MS = 5_000
const REMIND_EVERY_MS = 60_000
const MATCH_EVERY_MS = 1_000
const REFRESH_EVERY_MS = 300_000
const FORGET_EVERY_MS = 3_600_000
const FILE_EVERY_MS = 500
const PAID_EVERY_MS = 500
const SHIFTS_EVERY_MS = 10_000

/** Everything, wired: the one place where the nouns meet their surroundings. Nothing runs and no connection is made before `start`. */
export async function buildKvit(surroundings: Surroundings): Promise<Kvit> {
  const parts = partsOf(surroundings)
  const { base, carriers, channels, intake, jobs, letters, mailer, onError, openChannel, returns, sms, textMessages } = parts
  const { db, pool, clock } = base
  const { config, vault, logger } = surroundings
  const app = buildHttp({ logger, trustedProxies: config.trustedProxies, publicUrl: base.publicUrl, identify: identifyWith(base), db, clock, vault })
  await compressAnswers(app)
  await describeApi(app)
  await healthRoutes(app, { pool, vault })
  await app.register((api: App) => registerRoutes(api, parts))
  const repeating: Repeating[] = []
  const receivers: MailReceiver[] = []
  return {
    app,
    async start() {
      await jobs.start()
      await jobs.work(LETTER_JOB, {
        handle: (job, isLastTry) => sendQueuedLetter(letters, job, isLastTry), giveUp: (job) => giveUpDelivery(base, job),
      })
      await jobs.work(E_INVOICE_JOB, {
        handle: (job, isLastTry) => sendQueuedEInvoice({ ...base, carriers }, job, isLastTry), giveUp: (job) => giveUpDelivery(base, job),
      })
      sms.live?.open()
      sms.test?.open()
      await jobs.work(SMS_JOB, {
        handle: (job, isLastTry) => sendQueuedSms(textMessages, job, isLastTry), giveUp: (job) => giveUpSms(textMessages, job),
      })
      const { bounces } = config
      if (returns !== null && bounces !== null && bounces.port !== null) {
        receivers.push(await receiveMailReports(base, returns, { host: bounces.host, port: bounces.port }, onError))
      }
      intake.start()
      repeating.push(
        every(EXPIRE_EVERY_MS, () => expireAttempts(pool, CONNECTORS, clock.now(), onError), onError),
        every(POLL_EVERY_MS, () => pollAttempts({ ...base, openChannel, http: channels.http }, onError), onError),
        every(ASK_EVERY_MS, () => askRefunds({ ...base, openChannel, http: channels.http }, onError), onError),
        every(EXPIRE_EVERY_MS, () => noteMissedTestPayments({ db, pool, connectors: CONNECTORS }, onError), onError),
        every(RECEIPTS_EVERY_MS, () => queueReceiptLetters(base, clock.now()), onError),
        every(REMIND_EVERY_MS, () => issueRecurring(base, clock.now(), onError), onError),
        every(REMIND_EVERY_MS, () => sendReminders(base, clock.now(), onError), onError),
        every(REFRESH_EVERY_MS, () => refreshChannels(channels, onError), onError),
        every(EXPIRE_EVERY_MS, () => finishMatches(base, clock.now(), onError), onError),
        every(MATCH_EVERY_MS, () => matchImports(base, onError), onError),
        every(REFRESH_EVERY_MS, () => agreeDaily({ ...base, openChannel, http: channels.http, connectors: CONNECTORS }, onError), onError),
        ...tillRounds(parts),
        every(FORGET_EVERY_MS, () => forgetEnded(base), onError),
      )
    },
    async stop() {
      await app.close()
      await Promise.all([intake.stop(), jobs.stop(), ...receivers.map((one) => one.close()), ...repeating.map((one) => one.stop())])
      await Promise.all([sms.live?.close(), sms.test?.close()])
      mailer.live.close()
      mailer.test?.close()
      await parts.outgoing.close()
    },
  }
}

/** What cash registers and their receipts do by themselves. */
function tillRounds({ base, channels, openChannel, till, onError }: ReturnType<typeof partsOf>): Repeating[] {
  const asking = { ...base, openChannel, http: channels.http }
  return [
    every(FILE_EVERY_MS, () => fileDocuments(till, onError), onError),
    every(SHIFTS_EVERY_MS, () => keepShifts(till, onError), onError),
    every(PAID_EVERY_MS, () => registerPaid(base, onError), onError),
    every(RECEIPTS_EVERY_MS, () => queueTillLetters(base, base.clock.now(), onError), onError),
    every(POLL_EVERY_MS, () => payReturns(asking, onError), onError),
    every(ASK_EVERY_MS, () => expireReceipts(asking, onError), onError),
    every(FORGET_EVERY_MS, () => forgetCashierSessions(base), onError),
  ]
}

/** What routes and background work share. */
function partsOf({ config, database: { db, pool }, vault, clock, logger }: Surroundings) {
  const onError = (error: unknown): void => logger.error({ err: error }, 'background work failed')
  const outgoing = openOutgoing({ allowed: [...config.endpoints.values()].map((address) => new URL(address).host) })
  const mailer = openMailers(config)
  const jobs = openJobs(pool, [LETTER_JOB, E_INVOICE_JOB, SMS_JOB], onError)
  const base = {
    db, pool, clock, vault, publicUrl: config.publicUrl, caughtPages: { letters: config.testLettersPage, texts: config.testTextsPage }, http: outgoing.send, jobs,
    printer: once(createDocumentPrinter), stripPrinter: once(createStripPrinter), isHoliday: bundledHolidays(),
  }
  const channels = { ...base, connectors: CONNECTORS, endpoints: endpointsByConnector(config), channelCache: newChannelCache() }
  const openPayChannel = payChannels(channels)
  const openChannel: ChannelOpener = (merchantId, channelId) => openPayChannel({ merchantId, channelId })
  const composing = { ...base, methodsOf: (token: string, language: Language) => offeredTitles({ ...base, openPayChannel }, token, language) }
  const returns = returnsOf(config)
  const letters = lettersOf({ ...composing, openChannel, mailer, returnAddress: returns?.of ?? null })
  const sms = openSmsSenders(config, { db, clock }, onError)
  const textMessages: SendSmsDeps = { db, clock, sms, writeSms: (delivery) => writeInvoiceSms(base, delivery) }
  return {
    base, carriers: carriersOf(config), channels, sms, textMessages, openPayChannel, openChannel, composing, letters, returns, till: tillOf(channels),
    intake: openIntake(channels, onError), jobs, mailer, outgoing, onError,
  }
}

/** What cash registers need, with what receipts, which stand below them, do for them. */
function tillOf<Deps extends Pick<FiscaliserDeps, 'endpoints'>>(deps: Deps) {
  const memories: Memories = new Map()
  return { ...deps, fiscalisers: FISCALISERS, memories, pause, hasDeferred, readSums: readShiftSums, settle: settleWith({ readSums: readShiftSums, settleReceipt }) }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Each kind of letter with the noun that writes it. */
function lettersOf(deps: InvoiceLetterDeps & ReceiptLetterDeps & ReminderLetterDeps & TillLetterDeps & Pick<SendDeps, 'clock' | 'jobs' | 'mailer' | 'returnAddress'>): SendDeps {
  const invoice: SendDeps['write']['invoice'] = (delivery) => writeInvoiceLetter(deps, delivery)
  return {
    ...deps,
    write: {
      invoice, fresh_link: invoice, receipt: (delivery) => writeReceiptLetter(deps, delivery), reminder: (delivery) => writeReminderLetter(deps, delivery),
      till_receipt: (delivery) => writeTillLetter(deps, delivery),
    },
  }
}

async function registerRoutes(api: App, parts: ReturnType<typeof partsOf>): Promise<void> {
  const { base, carriers, channels, composing, openPayChannel, openChannel, intake, jobs, mailer, onError } = parts
  const { clock } = base
  await merchantRoutes(api, {
    ...channels, sendAccountMail: accountMail(mailer.live, onError), readProgress: readProgressOf(base),
    readTests: (merchantId, ids) => readTests(base, merchantId, ids),
  })
  await customerRoutes(api, base)
  await productRoutes(api, base)
  await invoiceRoutes(api, {
    ...base, queueLetter: (tx, invoice, recipients, by) => queueInvoiceLetters(tx, jobs, invoice, { kind: 'invoice', recipients, language: null, by, at: clock.now() }),
  })
  await paperRoutes(api, base)
  await sendRoutes(api, composing)
  await eInvoiceRoutes(api, { ...base, carriers })
  await smsRoutes(api, { ...base, sms: parts.sms })
  await storeSmsRoutes(api, { ...base, newestIssued: newestIssued(base.db) })
  await payCodeRoutes(api, base)
  await posterRoutes(api, base)
  await testPaymentRoutes(api, base)
  await paymentRoutes(api, { ...base, openChannel })
  await checkRoutes(api, { ...base, openChannel, http: channels.http })
  await attemptDecisionRoutes(api, { ...base, openChannel, http: channels.http })
  await tillRoutes(api, parts.till)
  await receiptRoutes(api, {
    ...base, openChannel, http: channels.http, sms: parts.sms, bringToBankApp: (ask) => bringToBankApp({ ...base, openPayChannel }, ask),
  })
  await receiptPageRoutes(api, base)
  await reminderRoutes(api, base)
  await recurringRoutes(api, base)
  await reconciliationRoutes(api, { ...base, openChannel, http: channels.http })
  await letterRoutes(api, { ...base, newestIssued: newestIssued(base.db) })
  await reportRoutes(api, { ...base, openChannel })
  await payPageRoutes(api, {
    ...base, openPayChannel, connectorName: (id) => connectorById(id)?.name ?? id,
    sendFreshLink: (token) => void sendFreshLink(base, token).catch(onError),
  })
  await bankAppRoutes(api, { ...base, openPayChannel })
  await portalRoutes(api, { ...base, mailer, openChannel, onError })
  await codeRoutes(api, base)
  await payFileRoutes(api, { ...base, openChannel })
  await callbackRoutes(api, intake)
  await cabinetRoutes(api)
}

function openMailers({ smtpUrl, testSmtpUrl, mailFrom }: Config): { live: Mailer; test: Mailer | null } {
  return {
    live: openMailer({ smtpUrl, from: mailFrom }),
    test: testSmtpUrl === null ? null : openMailer({ smtpUrl: testSmtpUrl, from: mailFrom }),
  }
}

/** Null where letters come back to nobody. Every process of an installation signs alike, because they share the key. */
function returnsOf({ bounces, masterKey }: Config): ReturnAddresses | null {
  const key = masterKeyOf(masterKey)
  return bounces === null || key === null ? null : returnAddresses(bounces.address, key)
}

function carriersOf({ eInvoiceFolder, testEInvoiceFolder }: Config): Carriers {
  return {
    live: eInvoiceFolder === null ? null : openFolderCarrier(eInvoiceFolder),
    test: testEInvoiceFolder === null ? null : openFolderCarrier(testEInvoiceFolder),
  }
}

/** Null where the installation has no SMS centre. */
function openSmsSenders({ smsUrl, testSmsUrl, smsFrom }: Config, deps: { db: Database['db']; clock: Clock }, onError: (error: unknown) => void): SmsSenders {
  const to = (url: Secret | null, mode: Mode): SmsSender | null => (url === null ? null : openSmsSender({
    smsUrl: url, from: smsFrom, onReceipt: (receipt) => applySmsReceipt(deps, mode, receipt), onError, timing: null,
  }))
  return { live: to(smsUrl, 'live'), test: to(testSmsUrl, 'test') }
}

/** Fonts and templates are read when the first document is printed, not by every process that starts. */
function once(make: () => PdfPrinter): () => PdfPrinter {
  const made: { printer: PdfPrinter | null } = { printer: null }
  return () => (made.printer ??= make())
}

function endpointsByConnector({ endpoints }: Config): Record<string, Record<string, string>> {
  const byConnector: Record<string, Record<string, string>> = {}
  for (const [name, address] of endpoints) {
    const [connector = '', endpoint = ''] = name.split('.', 2)
    byConnector[connector] = { ...byConnector[connector], [endpoint]: address }
  }
  return byConnector
}
