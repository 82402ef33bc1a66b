const CHUNK = 0x8000

/** The file as base 64, piece by piece: a call takes only so many arguments. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += CHUNK) pieces.push(String.fromCharCode(...bytes.subarray(from, from + CHUNK)))
  return btoa(pieces.join(''))
}
