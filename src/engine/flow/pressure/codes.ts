/** How a message ended in a lane, or where it is: the codes in the `fate` columns. */
export const FATE = {
  /** In the hand of a producer that may not send. */
  waiting: 0,
  /** In the queue, or in a worker's hands. */
  held: 1,
  /** Served while its client still waited for the answer. */
  served: 2,
  /** Turned away because the queue was full. */
  droppedNewest: 3,
  /** Gave its place in the queue to a newer message. */
  droppedOldest: 4,
  /** Left out by a sampling rule. */
  sampledOut: 5,
  /** Dropped at the head of the queue by CoDel. */
  codel: 6,
  /** Turned away because the bucket had no token. */
  noToken: 7,
  /** Served after its client had stopped waiting: work for nobody. */
  timedOut: 8,
  /** Lost with a process that ran out of memory, or offered while that process was down. */
  lostInCrash: 9,
  /** Deleted by a log's retention before it was read. */
  expired: 10,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]

/** Fates that are losses, in the order in which they are told. */
export const LOSSES = [
  FATE.droppedNewest,
  FATE.droppedOldest,
  FATE.sampledOut,
  FATE.codel,
  FATE.noToken,
  FATE.timedOut,
  FATE.lostInCrash,
  FATE.expired,
] as const

export const FATE_LABELS: Record<Fate, string> = {
  [FATE.waiting]: 'waiting at the producer',
  [FATE.held]: 'held',
  [FATE.served]: 'served',
  [FATE.droppedNewest]: 'dropped, newest',
  [FATE.droppedOldest]: 'dropped, oldest',
  [FATE.sampledOut]: 'sampled out',
  [FATE.codel]: 'dropped by CoDel',
  [FATE.noToken]: 'no token',
  [FATE.timedOut]: 'served too late',
  [FATE.lostInCrash]: 'lost with the process',
  [FATE.expired]: 'expired in the log',
}

/** What a lane does with messages at the moment: the codes of strategy bands. */
export const STRATEGY = {
  /** Every message goes in. */
  normal: 0,
  /** The producer is made to wait. */
  blocking: 1,
  droppingNewest: 2,
  droppingOldest: 3,
  /** A share of the messages is kept. */
  sampling: 4,
  /** More workers than at the start. */
  scaledOut: 5,
  /** CoDel is dropping at the head. */
  codel: 6,
  /** The bucket is empty: messages are turned away until a token comes. */
  noToken: 7,
  /** The process is down. */
  down: 8,
  /** The reader is behind the log's start: unread messages are being deleted. */
  expiring: 9,
} as const

export type Strategy = (typeof STRATEGY)[keyof typeof STRATEGY]

export const STRATEGY_LABELS: Record<Strategy, string> = {
  [STRATEGY.normal]: 'Normal',
  [STRATEGY.blocking]: 'Block',
  [STRATEGY.droppingNewest]: 'Drop newest',
  [STRATEGY.droppingOldest]: 'Drop oldest',
  [STRATEGY.sampling]: 'Sample',
  [STRATEGY.scaledOut]: 'Scale out',
  [STRATEGY.codel]: 'CoDel drops',
  [STRATEGY.noToken]: 'No token',
  [STRATEGY.down]: 'Down',
  [STRATEGY.expiring]: 'Expiring',
}

/** What a switch of strategy was decided by: the codes of a band's `signal`. */
export const SIGNAL = {
  /** Share of the queue in use, 0 to 1. */
  fill: 0,
  /** Time the message at the head has waited, in milliseconds. */
  headWait: 1,
  /** Tokens in the bucket. */
  tokens: 2,
  /** Share of the messages that can be kept, min(1, service rate / arrival rate) as estimated. */
  keep: 3,
  /** Bytes held. */
  bytes: 4,
  /** Messages the consumer still asks for. */
  credit: 5,
  /** Workers at work. */
  workers: 6,
} as const

export type Signal = (typeof SIGNAL)[keyof typeof SIGNAL]

export const SIGNAL_LABELS: Record<Signal, { readonly label: string; readonly unit: string }> = {
  [SIGNAL.fill]: { label: 'Fill', unit: '' },
  [SIGNAL.headWait]: { label: 'Wait of the oldest', unit: 'ms' },
  [SIGNAL.tokens]: { label: 'Tokens', unit: '' },
  [SIGNAL.keep]: { label: 'Share that can be kept', unit: '' },
  [SIGNAL.bytes]: { label: 'Bytes held', unit: 'bytes' },
  [SIGNAL.credit]: { label: 'Credit', unit: 'messages' },
  [SIGNAL.workers]: { label: 'Workers', unit: '' },
}

/** Who offers the messages of a lane, and what it does about a failure. */
export const CLIENT_LABELS = {
  open: 'open loop',
  'retry-now': 'retries at once',
  'retry-backoff': 'retries with backoff',
  'retry-equal': 'retries with equal jitter',
  'retry-jitter': 'retries with full jitter',
  'retry-decorrelated': 'retries with decorrelated jitter',
  closed: 'closed loop',
} as const

/** The name of a fate's count in a frame's LaneCounts. */
export const COUNT_OF = {
  [FATE.waiting]: 'waiting',
  [FATE.held]: 'held',
  [FATE.served]: 'served',
  [FATE.droppedNewest]: 'droppedNewest',
  [FATE.droppedOldest]: 'droppedOldest',
  [FATE.sampledOut]: 'sampledOut',
  [FATE.codel]: 'codel',
  [FATE.noToken]: 'noToken',
  [FATE.timedOut]: 'timedOut',
  [FATE.lostInCrash]: 'lostInCrash',
  [FATE.expired]: 'expired',
} as const satisfies Record<Fate, string>

/** At most so many ended messages in a frame. */
export const MAX_DOTS = 240
