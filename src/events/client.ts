import { Link } from '../threads/link.ts'
import type { EventsHost } from './worker/host.ts'

/** Starts a worker that runs one file of events. */
export const startEvents = (): Link<EventsHost> =>
  new Link<EventsHost>(new Worker(new URL('./worker/events.worker.ts', import.meta.url), { type: 'module' }))
