import { afterEach } from 'vitest'
import type { OpenRequest } from '../../../src/session/protocol.ts'
import { arrive, goTo, hashOf, valueOf } from './asking.ts'
import type { Session } from './host-session.ts'

/** A fresh session whose host reads wall time from `clock`, and how to end it. */
export type Connect = (clock: () => number) => { readonly session: Session; end(): void }

/** Time stands still: no budget ever runs out. */
const frozen = (): number => 0

/** Time flies: every budget is used up by the first slice of work. */
export const flying = (): (() => number) => {
  let now = 0
  return () => (now += 1_000)
}

export interface Sessions {
  /** A session in which nothing is open. */
  readonly fresh: (clock?: () => number) => Session
  /** A session standing at the beginning of `request`. */
  readonly start: (request: OpenRequest, clock?: () => number) => Promise<Session>
  /** The hash of `request` at `time`, run without a stop in a session of its own. */
  readonly hashAt: (request: OpenRequest, time: number) => Promise<string>
}

/** Sessions that are ended after each test. */
export function sessionsOf(connect: Connect): Sessions {
  const opened: { end(): void }[] = []

  const fresh = (clock: () => number = frozen): Session => {
    const connection = connect(clock)
    opened.push(connection)
    return connection.session
  }

  const start = async (request: OpenRequest, clock: () => number = frozen): Promise<Session> => {
    const session = fresh(clock)
    valueOf(await session.open(request))
    await arrive(session)
    return session
  }

  afterEach(() => {
    for (const connection of opened.splice(0)) connection.end()
  })

  return {
    fresh,
    start,
    hashAt: async (request, time) => hashOf(await goTo(await start(request), time)),
  }
}
