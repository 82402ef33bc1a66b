import react from '@vitejs/plugin-react'
import { convertCssVariables, defaultCssVariablesResolver, DEFAULT_THEME, mergeMantineTheme } from '@mantine/core'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { theme } from './src/theme.ts'
import { tillWorker } from './worker/build-worker.ts'

const THEME_CSS = 'virtual:theme.css'

/**
 * Mantine writes its theme into a `<style>` element while it runs, which the cabinet's content security policy
 * forbids. The same variables are a stylesheet here, made of the same theme when the cabinet is built.
 */
const themeStylesheet = (): Plugin => ({
  name: 'kvit-theme-stylesheet',
  resolveId: (id) => (id === THEME_CSS ? `\0${THEME_CSS}` : null),
  load: (id) => {
    if (id !== `\0${THEME_CSS}`) return null
    return convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root')
  },
})

export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  plugins: [react(), themeStylesheet(), tillWorker()],
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { proxy: { '^/(v1|brand|pay)/': 'http://127.0.0.1:8080' } },
})
