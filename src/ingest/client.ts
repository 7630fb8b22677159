import { sentence } from '../shared/outcome.ts'
import { handOver, Link } from '../threads/link.ts'
import type { MillionApi, RunSettings } from './protocol.ts'

const start = (): Link<MillionApi> =>
  new Link<MillionApi>(new Worker(new URL('./worker/million.worker.ts', import.meta.url), { type: 'module' }))

/** The workers of a run: the page talks to the one that leads. */
export interface MillionWorkers {
  readonly leader: Link<MillionApi>
  /** Makes the run. Resolves with what went wrong, or null. */
  open(settings: RunSettings): Promise<string | null>
  /** Ends them all at once. */
  close(): void
}

/** Starts as many workers as a run is to have. When one ends, all do. */
export function startMillion(workers: number): MillionWorkers {
  const leader = start()
  const helpers = Array.from({ length: workers - 1 }, start)
  const close = (reason?: string): void => {
    for (const link of [leader, ...helpers]) link.close(reason)
  }
  return {
    leader,
    async open(settings) {
      const channels = helpers.map(() => new MessageChannel())
      const joining = helpers.map(async (helper, i) => {
        const port = channels[i]?.port1 ?? new MessageChannel().port1
        const joined = await helper.ask((remote) => remote.join(settings, i + 1, handOver(port)))
        if (!joined.ok) return joined
        void helper
          .call((remote) => remote.live())
          .then((end) => close(end.ok ? undefined : `another ${sentence(end.problem)}`))
        return joined
      })
      const ports = channels.map(({ port2 }) => port2)
      const opened = await leader.ask((remote) => remote.open(settings, handOver(ports, ports)))
      const failed = [opened, ...(await Promise.all(joining))].find(({ ok }) => !ok)
      return failed === undefined || failed.ok ? null : sentence(failed.problem)
    },
    close: () => close(),
  }
}
