/** An e-invoice on its way out. */
export type CarriedDocument = {
  /** Of the delivery, and so of this sending: whoever carries it twice under one id carries it once. */
  readonly id: string
  /** Beginning of the file's name: letters, digits, points and hyphens. */
  readonly name: string
  /** Electronic addresses, `scheme:id` as Peppol writes them. */
  readonly sender: string
  readonly receiver: string
  readonly xml: string
}

export type CarriedOutcome =
  | { readonly kind: 'sent'; /** How the carrier knows it. */ readonly reference: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly cause: string } // not carried as far as we know: may be tried again under the same id

/** Hands an e-invoice to somebody who brings it to the buyer, such as an access point of the Peppol network. Kvit is none itself. */
export type Carrier = { send(document: CarriedDocument): Promise<CarriedOutcome> }
