export { cabinetChannels } from '../en/cabinet-channels.ts'
