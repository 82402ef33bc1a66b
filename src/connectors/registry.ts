import type { RegisteredConnector } from './contract.ts'
import { registered } from './registered.ts'
import { linkpay } from './linkpay/connector.ts'
import { liqpay } from './liqpay/connector.ts'
import { paysera } from './paysera/connector.ts'

/** Every provider this installation speaks to. A new connector is one folder and one line here. */
export const CONNECTORS: readonly RegisteredConnector[] = [registered(paysera), registered(linkpay), registered(liqpay)]

/** The connector whose id is stored in `channel.connector`. Null if this release has none of that name. */
export const connectorById = (id: string): RegisteredConnector | null => CONNECTORS.find((one) => one.id === id) ?? null
