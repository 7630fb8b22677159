import { Link } from '../threads/link.ts'
import type { StreamsApi } from './protocol.ts'

/** Starts a worker that runs real streams; closing the link ends whatever runs in it. */
export const startStreams = (): Link<StreamsApi> =>
  new Link<StreamsApi>(new Worker(new URL('./worker/streams.worker.ts', import.meta.url), { type: 'module' }))
