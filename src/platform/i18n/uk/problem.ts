/** The shape every language's texts of refusals must have. */
export type ProblemTexts = {
  readonly [Part in keyof typeof problem]: { readonly [Key in keyof (typeof problem)[Part]]: string }
}

export const problem = {
  /** By HTTP status. */
  titles: {
    400: 'The request cannot be understood', 401: 'Sign-in needed', 403: 'Not allowed', 404: 'Not found',
    408: 'Too slow', 409: 'Not possible now', 413: 'Too large', 415: 'Unknown format', 422: 'Something is not right',
    429: 'Too often', 500: 'Our fault', 503: 'Not available now',
  },
  codes: {
    bad_request: 'The request is not well-formed. Nothing was changed.',
    unauthenticated: 'Sign in first, or send a valid API key.',
    not_allowed: 'Your role or key does not include this.',
    cross_site: 'The request did not come from our own page. Reload the page and try again.',
    not_found: 'There is nothing here, or it is not yours to see.',
    invalid: 'Some fields need another look. Nothing was changed.',
    too_slow: 'The request took too long to arrive.',
    too_large: 'The request is larger than we accept.',
    unsupported_media: 'Send the content as JSON, uncompressed.',
    too_many: 'That was too often. Wait a little and try again.',
    internal: 'Something went wrong on our side. Quote incident {incident} when you ask for help.',
    unavailable: 'The service is not ready. Try again in a moment.',
    idempotency_key_missing: 'Send an Idempotency-Key header with every POST, a new one for each new act.',
    idempotency_key_malformed: 'The Idempotency-Key must have 1 to 255 visible characters.',
    idempotency_key_reused: 'This Idempotency-Key was already used with other input.',
    idempotency_at_work: 'The first request with this Idempotency-Key is still at work. Ask again in a moment.',
    idempotency_cut_off: 'The first request with this Idempotency-Key was cut off. Look at what exists now before you use a new key.',
    idempotency_not_kept: 'This was already done. The answer held a secret that is shown only once.',
  },
  fields: {
    missing: 'Fill this in.',
    unknown_field: 'We do not know this field.',
    wrong_type: 'This is of the wrong kind.',
    malformed: 'This does not have the right form.',
    not_a_choice: 'Choose one of the offered values.',
    too_short: '{limit, plural, one {At least one character.} other {At least # characters.}}',
    too_long: '{limit, plural, one {At most one character.} other {At most # characters.}}',
    too_small: 'At least {limit}.',
    too_big: 'At most {limit}.',
    too_few: '{limit, plural, one {At least one entry.} other {At least # entries.}}',
    too_many_entries: '{limit, plural, one {At most one entry.} other {At most # entries.}}',
    forbidden_character: 'This contains a character that cannot be kept.',
  },
}
