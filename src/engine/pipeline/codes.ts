/** Where a frame is, or how it ended: the codes in a frame's `fate` columns. */
export const FATE = {
  /** Not received: on its way, or lost in the network. */
  underway: 0,
  /** Somewhere between the network and the screen. */
  held: 1,
  shown: 2,
  /** Left out on purpose: a newer one's time had come. */
  skipped: 3,
  droppedNetwork: 4,
  droppedDecoded: 5,
  droppedRender: 6,
  /** A frame it needs is missing. */
  undecodable: 7,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]

/** What a swap buffer is doing: the codes in a frame's `role` column. */
export const ROLE = {
  free: 0,
  /** The renderer draws into it. */
  drawing: 1,
  /** Drawn, and waiting for its refresh. */
  ready: 2,
  /** On the screen. */
  front: 3,
  /** On the screen, and drawn into at the same time. */
  both: 4,
} as const

export type Role = (typeof ROLE)[keyof typeof ROLE]

export const RINGS = ['network', 'decoded', 'render'] as const
export type RingId = (typeof RINGS)[number]

/** Stages that may have to wait for room in the ring behind them. */
export const WAITERS = ['network', 'decoder', 'renderer'] as const
export type Waiter = (typeof WAITERS)[number]
