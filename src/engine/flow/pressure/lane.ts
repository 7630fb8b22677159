import { SECOND } from '../../kernel/time.ts'
import type { Arrivals } from '../load/arrivals.ts'
import type { Messages } from '../load/messages.ts'
import { POLICIES } from '../policies/index.ts'
import type { Faults } from '../service/faults.ts'
import { ClosedClients } from '../station/closed-clients.ts'
import type { Clients } from '../station/clients.ts'
import { RetryClients } from '../station/retry-clients.ts'
import type { PauseKind } from '../station/retry-pause.ts'
import { Station } from '../station/station.ts'
import { CLIENT_LABELS } from './codes.ts'
import type { PressureConfig } from './config.ts'
import type { ClientId, PolicyId } from './settings.ts'
import { MAX_ARRIVALS } from './settings/most.ts'

/** A station, and what it is called. */
export interface Lane {
  readonly id: string
  readonly policy: PolicyId
  readonly client: ClientId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly sentence: string
  readonly station: Station
}

/** What all lanes of a run share. */
export interface SharedInput {
  readonly arrivals: Arrivals
  readonly messages: Messages
  readonly faults: Faults
}

const CLIENT_SENTENCES: Record<ClientId, string> = {
  open: '',
  'retry-now':
    ' Clients try a failed request again at once, and one that was not answered in time is still worked on.',
  'retry-backoff':
    ' Clients try a failed request again after a pause that doubles each time: all that failed together come back together.',
  'retry-equal':
    ' Clients try a failed request again after a pause drawn from the upper half of one that doubles each time (equal jitter).',
  'retry-jitter':
    ' Clients try a failed request again after a random pause, up to one that doubles each time (full jitter): they come back apart.',
  'retry-decorrelated':
    ' Clients try a failed request again after a pause drawn from the first one’s length up to three times the last (decorrelated jitter).',
  closed:
    ' Each client waits for its answer before it sends again: while nothing is answered nothing is sent, and nothing is measured.',
}

/** Clients as one first draws them; the others are what production does. */
const NAIVE: ReadonlySet<ClientId> = new Set(['retry-now', 'closed'])

/** Policies that may keep a share of the messages. */
const SAMPLING: ReadonlySet<PolicyId> = new Set([
  'sample-half',
  'sample-matched',
  'adaptive-whiteboard',
  'adaptive-hysteresis',
  'adaptive-controller',
])

export function createLane(
  config: PressureConfig,
  shared: SharedInput,
  policy: PolicyId,
  client: ClientId,
): Lane {
  const { seed, settings } = config
  const about = POLICIES[policy]
  const station = new Station({
    ...shared,
    policy: about.create(settings, seed),
    clients: createClients(config, client),
    samples: SAMPLING.has(policy),
    workers: settings.workers,
    service: settings.service,
    keys: settings.keys,
    length: settings.for * SECOND,
  })
  return {
    id: client === 'open' ? policy : `${policy}.${client}`,
    policy,
    client,
    name: client === 'open' ? about.name : `${about.name}, ${CLIENT_LABELS[client]}`,
    origin: NAIVE.has(client) ? 'whiteboard' : about.origin,
    sentence: about.sentence + CLIENT_SENTENCES[client],
    station,
  }
}

const PAUSES = {
  'retry-now': 'at-once',
  'retry-backoff': 'backoff',
  'retry-equal': 'equal',
  'retry-jitter': 'full',
  'retry-decorrelated': 'decorrelated',
} as const satisfies Partial<Record<ClientId, PauseKind>>

function createClients({ seed, settings }: PressureConfig, client: ClientId): Clients | null {
  const { timeout, retries, backoff, connections, rate, service, workers } = settings
  switch (client) {
    case 'open':
      return null
    case 'retry-now':
    case 'retry-backoff':
    case 'retry-equal':
    case 'retry-jitter':
    case 'retry-decorrelated':
      return new RetryClients({
        seed,
        timeoutMs: timeout,
        retries,
        backoffMs: backoff,
        pause: PAUSES[client],
      })
    case 'closed':
      return new ClosedClients({
        seed,
        connections,
        arrivals: rate,
        service: service * workers,
        most: MAX_ARRIVALS,
      })
  }
}
