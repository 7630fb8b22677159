import { Link } from '../threads/link.ts'
import type { InspectorHost } from './worker/host.ts'

/** Starts an inspector: a worker of its own, which reads one file at a time. */
export const startInspector = (): Link<InspectorHost> =>
  new Link<InspectorHost>(
    new Worker(new URL('./worker/inspector.worker.ts', import.meta.url), { type: 'module' }),
  )
