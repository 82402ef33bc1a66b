const LOUDNESS = 0.08

type Tone = { readonly hertz: number; readonly at: number }

/** Silent where the browser forbids sound before the first touch. */
function play(tones: readonly Tone[]): void {
  const context = new AudioContext()
  for (const { hertz, at } of tones) {
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(LOUDNESS, context.currentTime + at)
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + at + 0.25)
    tone.connect(volume).connect(context.destination)
    tone.start(context.currentTime + at)
    tone.stop(context.currentTime + at + 0.25)
  }
  setTimeout(() => void context.close(), 1000)
}

/** Two soft tones, rising: something good has come. */
export const chime = (): void => play([{ hertz: 660, at: 0 }, { hertz: 880, at: 0.12 }])

/** Two low ones, falling: look at the screen before you go on. */
export const warn = (): void => play([{ hertz: 330, at: 0 }, { hertz: 220, at: 0.15 }])
