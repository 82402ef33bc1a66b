import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import type { App } from './route.ts'

/** Level 4 of Brotli takes about as long as gzip and is a tenth smaller. Callers' bodies are never unpacked: that is how bombs come in. */
export async function compressAnswers(app: App): Promise<void> {
  await app.register(fastifyCompress, {
    encodings: ['br', 'gzip'], threshold: 1024, globalDecompression: false,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
}
