/** Where "now" comes from. Tests pass a clock they can turn; nothing in `src` reads the system time by itself. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
