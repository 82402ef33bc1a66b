import { defineConfig } from 'vitest/config'

const everywhere = {
  environment: 'node',
  // Files run in processes of their own; a file's tests share one database copy.
  isolate: true,
  exclude: ['**/node_modules/**', '**/dist/**', '**/.kvit/**'],
  // Vitest's own second is short for a busy machine; a poll that succeeds takes none of it.
  expect: { poll: { timeout: 15_000 } },
} as const

const later = (groupOrder: number) => ({ sequence: { groupOrder }, fileParallelism: false })

const preact = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const
const react = { jsx: { runtime: 'automatic', importSource: 'react' } } as const

export default defineConfig({
  test: {
    globalSetup: ['test/support/database-server.ts'],
    passWithNoTests: false,
    projects: [
      { oxc: preact, test: { ...everywhere, name: 'unit', include: ['src/**/*.test.{ts,tsx}', 'test/{rules,support}/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { oxc: react, test: { ...everywhere, name: 'cabinet', include: ['web/**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 60_000 } },
      // After the quick ones, one kind after the other: they measure time or start many processes.
      { oxc: preact, test: { ...everywhere, ...later(1), name: 'stories', include: ['test/stories/**/*.test.{ts,tsx}'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { oxc: preact, test: { ...everywhere, ...later(3), name: 'start', include: ['test/start/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 } },
      { oxc: preact, test: { ...everywhere, ...later(2), name: 'faults', include: ['test/faults/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 120_000 } },
    ],
  },
})
