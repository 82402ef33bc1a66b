export type Transfer = { readonly amount: string; readonly name: string; readonly text: string; readonly reference: string | null; readonly bankRef: string }

const entryOf = (day: string, { amount, name, text, reference, bankRef }: Transfer): string => `
<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${bankRef}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${bankRef}</AcctSvcrRef></Refs><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties>
<RmtInf><Ustrd>${text}</Ustrd>${reference === null ? '' : `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>`}</RmtInf></TxDtls></NtryDtls></Ntry>`

/** A camt.053 as the Lithuanian banks write it. */
export const camtOf = (iban: string, transfers: readonly Transfer[]): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${transfers.map((one) => entryOf(new Date().toISOString().slice(0, 10), one)).join('')}</Stmt></BkToCstmrStmt></Document>`)
