import type { FastifyReply } from 'fastify'
import { fileNameOf } from './file-name.ts'

/** Answers a PDF to be saved, named by its number. */
export const sendPdf = (reply: FastifyReply, pdf: Uint8Array, number: string): FastifyReply =>
  answer(reply.header('content-disposition', `attachment; filename="${fileNameOf(number)}.pdf"`), pdf)

/** Answers a PDF to be looked at. */
export const showPdf = (reply: FastifyReply, pdf: Uint8Array): FastifyReply => answer(reply.header('content-disposition', 'inline'), pdf)

const answer = (reply: FastifyReply, pdf: Uint8Array): FastifyReply =>
  reply.type('application/pdf').header('x-content-type-options', 'nosniff').header('cache-control', 'no-store').send(Buffer.from(pdf))
