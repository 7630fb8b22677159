import { Link } from '../threads/link.ts'
import type { SpeedApi } from './protocol.ts'

/** Starts a worker that measures; closing the link stops it in the midst of whatever it does. */
export const startSpeed = (): Link<SpeedApi> =>
  new Link<SpeedApi>(new Worker(new URL('./worker/speed.worker.ts', import.meta.url), { type: 'module' }))
