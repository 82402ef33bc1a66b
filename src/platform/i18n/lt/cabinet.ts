export { cabinet } from '../en/cabinet.ts'
