/** Where a packet is in the network: the codes in a frame's `journey` column. */
export const JOURNEY = { travelling: 0, arrived: 1, lost: 2 } as const

export type Journey = (typeof JOURNEY)[keyof typeof JOURNEY]

/** What became of a packet at one receiver: the codes in a frame's `fate` columns. */
export const FATE = {
  /** Still in the network. */
  travelling: 0,
  /** In the receiver's buffer. */
  waiting: 1,
  played: 2,
  /** Arrived after its turn and was discarded. */
  late: 3,
  /** Dropped by the network. */
  lost: 4,
  /** Pushed out of a full ring before it was played. */
  overwritten: 5,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]

/** How a packet, or a copy of one, ended without being shown. */
export const WASTE = { late: 0, overwritten: 1, lost: 2, duplicate: 3 } as const

export type Waste = (typeof WASTE)[keyof typeof WASTE]

/** Why a player had nothing new to show: the codes in a frame's stall columns. */
export const STALL_CAUSE = {
  /** No frame was waiting. */
  empty: 0,
  /** Frames were waiting, but fewer than the gate asks for. */
  gate: 1,
  /** The frame whose turn it was had not arrived. */
  missing: 2,
  /** The frame whose turn it was had not arrived, and playout waited for it. */
  awaited: 3,
} as const

export type StallCause = (typeof STALL_CAUSE)[keyof typeof STALL_CAUSE]
