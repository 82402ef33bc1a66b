import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/**
 * A text that must not reach a log, an error or JSON by accident: printed in any way it shows `[secret]`.
 * Only `reveal()` gives the text, so each use can be found by searching for that word.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}
