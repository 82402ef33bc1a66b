export { cabinetSettings } from '../en/cabinet-settings.ts'
