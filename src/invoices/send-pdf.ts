import type { FastifyReply } from 'fastify'

/** Answers a PDF to be saved, named by its number: of that only letters, digits, points and hyphens are kept. */
export const sendPdf = (reply: FastifyReply, pdf: Uint8Array, number: string): FastifyReply =>
  answer(reply.header('content-disposition', `attachment; filename="${fileNameOf(number)}.pdf"`), pdf)

/** Answers a PDF to be looked at. */
export const showPdf = (reply: FastifyReply, pdf: Uint8Array): FastifyReply => answer(reply.header('content-disposition', 'inline'), pdf)

const answer = (reply: FastifyReply, pdf: Uint8Array): FastifyReply =>
  reply.type('application/pdf').header('x-content-type-options', 'nosniff').header('cache-control', 'no-store').send(Buffer.from(pdf))

const fileNameOf = (number: string): string => number.replaceAll(/[^A-Za-z0-9.-]+/g, '-')
