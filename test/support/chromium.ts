import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/** A Chromium to start: its program, and what its environment needs beside the usual. */
export type Chromium = { readonly program: string; readonly env: Readonly<Record<string, string>> }

const SYSTEM = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The Chromium that the system has. Null if it has none. */
export function systemChromium(): Chromium | null {
  const program = SYSTEM.find((path) => existsSync(path))
  return program === undefined ? null : { program, env: {} }
}

const NAME = join('@sparticuz', 'chromium')

/** Fonts for the seven languages: the package's own has no Georgian. */
const FONT_PACKAGES = ['noto-sans', 'noto-sans-georgian', 'noto-sans-armenian']

/**
 * The Chromium inside the npm package `@sparticuz/chromium` (Linux on x64), unpacked once per version into the
 * folder for temporary files. With the libraries beside it, it needs no more than a C library from the system.
 */
export function packagedChromium(): Chromium {
  const require = createRequire(import.meta.url)
  const inside = require.resolve('@sparticuz/chromium')
  const root = inside.slice(0, inside.lastIndexOf(NAME) + NAME.length)
  const place = join(tmpdir(), `kvit-browser-${versionOf(root)}-${process.getuid?.() ?? 0}`)
  if (!existsSync(place)) unpack(root, place)
  return { program: join(place, 'chromium'), env: { LD_LIBRARY_PATH: join(place, 'lib'), FONTCONFIG_FILE: join(place, 'kvit-fonts.conf') } }
}

function versionOf(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

/** Beside its place and then renamed, so that test files which start at once never see half of it. */
function unpack(root: string, place: string): void {
  const draft = mkdtempSync(`${place}.`)
  const packed = (name: string): Buffer => brotliDecompressSync(readFileSync(join(root, 'bin', `${name}.br`)))
  writeFileSync(join(draft, 'chromium'), packed('chromium'), { mode: 0o755 })
  for (const name of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) execFileSync('tar', ['-xf', '-', '-C', draft], { input: packed(name) })
  mkdirSync(join(draft, 'cache'))
  copyFonts(join(draft, 'fonts'))
  writeFileSync(join(draft, 'kvit-fonts.conf'), fontSettings(place))
  try {
    renameSync(draft, place)
  } catch {
    // Another test file was first.
    rmSync(draft, { recursive: true })
  }
}

/** The checkout that unpacks it may be gone when another uses it. */
function copyFonts(into: string): void {
  const require = createRequire(import.meta.url)
  for (const name of FONT_PACKAGES) cpSync(dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)), join(into, name), { recursive: true })
}

function fontSettings(place: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(place, 'fonts')}</dir>
<cachedir>${join(place, 'cache')}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans</family><family>Noto Sans Georgian</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans</family><family>Noto Sans Georgian</family></prefer></alias>
</fontconfig>\n`
}
