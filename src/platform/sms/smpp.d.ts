/** What we use of the package `smpp` 0.5, which brings no types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:net'

  export type PduFields = {
    readonly command_status?: number
    readonly system_id?: string
    readonly password?: string
    readonly system_type?: string
    readonly message_id?: string
    readonly source_addr_ton?: number
    readonly source_addr_npi?: number
    readonly source_addr?: string
    readonly dest_addr_ton?: number
    readonly dest_addr_npi?: number
    readonly destination_addr?: string
    readonly esm_class?: number
    readonly data_coding?: number
    readonly registered_delivery?: number
    /** Sent as bytes, with the header of parts before them. Received as what the package made of it. */
    readonly short_message?: Buffer | { readonly message: string | Buffer; readonly udh?: readonly Buffer[] }
    readonly receipted_message_id?: string
    readonly message_state?: number
  }

  export interface Pdu extends PduFields {
    readonly command: string
    readonly command_status: number
    readonly sequence_number: number
    response(fields?: PduFields): Pdu
  }

  type Ask = (fields: PduFields, answered?: (answer: Pdu) => void) => boolean

  export interface Session extends EventEmitter {
    readonly bind_transceiver: Ask
    readonly submit_sm: Ask
    readonly deliver_sm: Ask
    readonly enquire_link: Ask
    readonly unbind: Ask
    /** False: the connection is closed already. */
    send(pdu: Pdu): boolean
    close(): void
    destroy(): void
  }

  type Coder = { decode(bytes: Buffer): string; encode(text: string): Buffer }

  const smpp: {
    connect(options: { host: string; port: number; tls: boolean; servername?: string }): Session
    createServer(listener: (session: Session) => void): Server
    createServer(options: { key: string; cert: string }, listener: (session: Session) => void): Server
    readonly encodings: { readonly ASCII: Coder; readonly UCS2: Coder }
  }
  export default smpp
}
