/** An account number as people write it on paper: groups of four from the left. */
export const inFours = (text: string): string => text.replaceAll(/.{4}(?=.)/g, '$&\u00a0')
