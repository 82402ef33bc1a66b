/** The name of a document's file, without its ending: of a number only letters, digits, points and hyphens are kept. */
export const fileNameOf = (number: string): string => number.replaceAll(/[^A-Za-z0-9.-]+/g, '-')
