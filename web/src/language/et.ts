import { cabinet } from '../../../src/platform/i18n/et/cabinet.ts'
import { cabinetAccounts } from '../../../src/platform/i18n/et/cabinet-accounts.ts'
import { cabinetChannels } from '../../../src/platform/i18n/et/cabinet-channels.ts'
import { cabinetInvoices } from '../../../src/platform/i18n/et/cabinet-invoices.ts'
import { cabinetProducts } from '../../../src/platform/i18n/et/cabinet-products.ts'
import { cabinetRecurring } from '../../../src/platform/i18n/et/cabinet-recurring.ts'
import { cabinetRegisters } from '../../../src/platform/i18n/et/cabinet-registers.ts'
import { cabinetReminders } from '../../../src/platform/i18n/et/cabinet-reminders.ts'
import { cabinetSettings } from '../../../src/platform/i18n/et/cabinet-settings.ts'
import { cabinetShifts } from '../../../src/platform/i18n/et/cabinet-shifts.ts'
import { cabinetTill } from '../../../src/platform/i18n/et/cabinet-till.ts'
import type { Texts } from './texts.ts'

export const texts: Texts = {
  ...cabinet, ...cabinetInvoices, ...cabinetAccounts, ...cabinetChannels, ...cabinetSettings, ...cabinetReminders, ...cabinetRecurring,
  ...cabinetProducts, ...cabinetRegisters, ...cabinetShifts, ...cabinetTill,
}
