/** One label of a host name, international ones too; they travel as punycode. */
const LABEL = /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)$/u
/** RFC 5321 dot-string: ASCII atoms parted by single points. Quoted local parts exist on paper only and are refused. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

/**
 * Whether `text` is exactly one address a letter can be sent to: no name, no list, no comment, no control character.
 * Sizes are those of RFC 5321, section 4.5.3.1; a host without a point is refused, as no payer lives there.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  const labels = text.slice(at + 1).split('.')
  return at >= 1 && at <= 64 && LOCAL_PART.test(text.slice(0, at)) && labels.length >= 2 && labels.every((label) => LABEL.test(label))
}
