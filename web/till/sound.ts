const LOUDNESS = 0.08

/** Two soft tones, rising: something good has come. Silent where the browser forbids sound before the first touch. */
export function chime(): void {
  const context = new AudioContext()
  const tones: readonly { readonly hertz: number; readonly at: number }[] = [{ hertz: 660, at: 0 }, { hertz: 880, at: 0.12 }]
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
