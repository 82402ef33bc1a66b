import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { surroundings } from './api/client.ts'
import { Announcer } from './controls/announcer.tsx'
import { ReaderProvider } from './language/reader.tsx'
import { languageOfDevice, loadTexts } from './language/texts.ts'
import { reloadsForNewerBuild } from './newer-build.ts'
import { queries } from './queries.ts'
import { router } from './router.tsx'
import './styles.ts'
import { theme } from './theme.ts'

async function open(root: HTMLElement): Promise<void> {
  const language = languageOfDevice()
  surroundings.language = language
  const texts = await loadTexts(language)
  createRoot(root).render(
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <ReaderProvider first={{ language, texts }}>
          <Announcer>
            <RouterProvider router={router} />
          </Announcer>
        </ReaderProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

window.addEventListener('vite:preloadError', () => {
  if (reloadsForNewerBuild(sessionStorage, import.meta.url)) location.reload()
})

const root = document.getElementById('root')
if (root !== null) void open(root)
