import { cabinet } from '../../../src/platform/i18n/lt/cabinet.ts'
import { cabinetAccounts } from '../../../src/platform/i18n/lt/cabinet-accounts.ts'
import { cabinetChannels } from '../../../src/platform/i18n/lt/cabinet-channels.ts'
import { cabinetInvoices } from '../../../src/platform/i18n/lt/cabinet-invoices.ts'
import { cabinetProducts } from '../../../src/platform/i18n/lt/cabinet-products.ts'
import { cabinetRecurring } from '../../../src/platform/i18n/lt/cabinet-recurring.ts'
import { cabinetRegisters } from '../../../src/platform/i18n/lt/cabinet-registers.ts'
import { cabinetReminders } from '../../../src/platform/i18n/lt/cabinet-reminders.ts'
import { cabinetSettings } from '../../../src/platform/i18n/lt/cabinet-settings.ts'
import { cabinetShifts } from '../../../src/platform/i18n/lt/cabinet-shifts.ts'
import { cabinetTill } from '../../../src/platform/i18n/lt/cabinet-till.ts'
import type { Texts } from './texts.ts'

export const texts: Texts = {
  ...cabinet, ...cabinetInvoices, ...cabinetAccounts, ...cabinetChannels, ...cabinetSettings, ...cabinetReminders, ...cabinetRecurring,
  ...cabinetProducts, ...cabinetRegisters, ...cabinetShifts, ...cabinetTill,
}
