import { cabinet } from '../../../src/platform/i18n/ka/cabinet.ts'
import { cabinetAccounts } from '../../../src/platform/i18n/ka/cabinet-accounts.ts'
import { cabinetChannels } from '../../../src/platform/i18n/ka/cabinet-channels.ts'
import { cabinetInvoices } from '../../../src/platform/i18n/ka/cabinet-invoices.ts'
import { cabinetProducts } from '../../../src/platform/i18n/ka/cabinet-products.ts'
import { cabinetRecurring } from '../../../src/platform/i18n/ka/cabinet-recurring.ts'
import { cabinetRegisters } from '../../../src/platform/i18n/ka/cabinet-registers.ts'
import { cabinetReminders } from '../../../src/platform/i18n/ka/cabinet-reminders.ts'
import { cabinetSettings } from '../../../src/platform/i18n/ka/cabinet-settings.ts'
import { cabinetShifts } from '../../../src/platform/i18n/ka/cabinet-shifts.ts'
import { cabinetTill } from '../../../src/platform/i18n/ka/cabinet-till.ts'
import type { Texts } from './texts.ts'

export const texts: Texts = {
  ...cabinet, ...cabinetInvoices, ...cabinetAccounts, ...cabinetChannels, ...cabinetSettings, ...cabinetReminders, ...cabinetRecurring,
  ...cabinetProducts, ...cabinetRegisters, ...cabinetShifts, ...cabinetTill,
}
