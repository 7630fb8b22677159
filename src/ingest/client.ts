import { Link } from '../threads/link.ts'
import type { MillionApi } from './protocol.ts'

/** Starts a worker with a pipeline in it; closing the link ends it at once. */
export const startMillion = (): Link<MillionApi> =>
  new Link<MillionApi>(new Worker(new URL('./worker/million.worker.ts', import.meta.url), { type: 'module' }))
